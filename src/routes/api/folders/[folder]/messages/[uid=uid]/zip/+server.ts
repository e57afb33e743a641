import { Readable } from 'node:stream';
import { api } from '$lib/server/api';
import { zipAttachments } from '$lib/server/flows/zip-attachments';
import { messageOf } from '$lib/server/message-address';
import { partHeaders } from '$lib/server/part-headers';
import { parsePartId } from '$lib/mail/ids';

/** All attachments in one zip, made while it is sent; `?part=` those of the message nested there. */
export const GET = api(async ({ params, url }, account) => {
	const { folder, uid } = messageOf(params);
	const { name, stream } = await zipAttachments(
		account,
		folder,
		uid,
		parsePartId(url.searchParams.get('part'))
	);
	const headers = partHeaders({ type: 'application/octet-stream', name });
	return new Response(Readable.toWeb(stream) as ReadableStream, { headers });
});
