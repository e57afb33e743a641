import { Readable } from 'node:stream';
import { api } from '$lib/server/api';
import { readSource } from '$lib/server/flows/read-source';
import { messageOf } from '$lib/server/message-address';
import { partHeaders } from '$lib/server/part-headers';
import { parsePartId } from '$lib/mail/ids';

/**
 * The message as it lies on the server, saved as `.eml`; `?part=` the one nested there. `?text=1` answers
 * `{ text, cut }` to look at.
 */
export const GET = api(async ({ params, url }, account) => {
	const { folder, uid } = messageOf(params);
	const part = parsePartId(url.searchParams.get('part'));
	const source = await readSource(account, folder, uid, part);
	if (url.searchParams.get('text') === '1') return source.text();
	const headers = partHeaders({ type: 'application/octet-stream', name: source.name });
	return new Response(Readable.toWeb(await source.stream()) as ReadableStream, { headers });
});
