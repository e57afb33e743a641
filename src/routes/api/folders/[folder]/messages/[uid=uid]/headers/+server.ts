import { api } from '$lib/server/api';
import { readHeaders } from '$lib/server/flows/read-source';
import { messageOf } from '$lib/server/message-address';
import { parsePartId } from '$lib/mail/ids';

/** The head of the message as it was sent, `{ text, cut }`; `?part=` of the one nested there. */
export const GET = api(({ params, url }, account) => {
	const { folder, uid } = messageOf(params);
	return readHeaders(account, folder, uid, parsePartId(url.searchParams.get('part')));
});
