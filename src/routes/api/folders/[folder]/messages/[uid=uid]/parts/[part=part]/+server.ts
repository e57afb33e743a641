import { Readable } from 'node:stream';
import { api } from '$lib/server/api';
import { checkFile, listArchive } from '$lib/server/flows/look-into';
import { readPart, readPartText } from '$lib/server/flows/read-part';
import { messageOf, partOf } from '$lib/server/message-address';
import { partHeaders } from '$lib/server/part-headers';

/**
 * The content of a part, as a download. `?show=1` opens pictures and PDF in the browser, `?text=1` answers
 * `{ text, cut }` for a preview, `?list=1` what is in a zip, `?check=1` whether it is what it says it is.
 */
export const GET = api(async ({ params, url }, account) => {
	const { folder, uid } = messageOf(params);
	const part = partOf(params);
	if (url.searchParams.get('text') === '1') return readPartText(account, folder, uid, part);
	if (url.searchParams.get('list') === '1') return listArchive(account, folder, uid, part);
	if (url.searchParams.get('check') === '1') return checkFile(account, folder, uid, part);
	const content = await readPart(account, folder, uid, part);
	const headers = partHeaders({
		type: content.type,
		name: content.name,
		inline: content.showable && url.searchParams.get('show') === '1'
	});
	return new Response(Readable.toWeb(content.stream) as ReadableStream, { headers });
});
