import { Readable } from 'node:stream';
import { api } from '$lib/server/api';
import { readPart, readPartText } from '$lib/server/flows/read-part';
import { messageOf, partOf } from '$lib/server/message-address';
import { partHeaders } from '$lib/server/part-headers';

/**
 * The content of a part, as a download. `?show=1` opens pictures and PDF in the browser, `?text=1` answers
 * `{ text, cut }` for a preview.
 */
export const GET = api(async ({ params, url }, account) => {
	const { folder, uid } = messageOf(params);
	const part = partOf(params);
	if (url.searchParams.get('text') === '1') return readPartText(account, folder, uid, part);
	const content = await readPart(account, folder, uid, part);
	const headers = partHeaders({
		type: content.type,
		name: content.name,
		inline: content.showable && url.searchParams.get('show') === '1'
	});
	return new Response(Readable.toWeb(content.stream) as ReadableStream, { headers });
});
