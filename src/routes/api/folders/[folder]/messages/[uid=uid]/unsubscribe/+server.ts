import { api } from '$lib/server/api';
import { leaveList } from '$lib/server/flows/leave-list';
import { messageOf } from '$lib/server/message-address';

/** Leaves the list this message came by, as the message itself says how; `?again` after an unknown end. Answers with `Left`. */
export const POST = api(({ params, url }, account) => {
	const { folder, uid } = messageOf(params);
	return leaveList(account, folder, uid, url.searchParams.has('again'));
});
