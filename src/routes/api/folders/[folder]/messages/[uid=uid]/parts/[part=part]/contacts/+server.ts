import { api } from '$lib/server/api';
import { openContacts } from '$lib/server/flows/open-invitation';
import { messageOf, partOf } from '$lib/server/message-address';

/** The people of a vCard part, as `ContactCards`. */
export const GET = api(({ params }, account) => {
	const { folder, uid } = messageOf(params);
	return openContacts(account, folder, uid, partOf(params));
});
