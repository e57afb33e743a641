import { api } from '$lib/server/api';
import { fullTruth } from '$lib/server/flows/sender-past';
import { messageOf } from '$lib/server/message-address';

/** `SenderTruth` after a look into the folders, which may take seconds; the open message has what is known before. */
export const GET = api(({ params }, account) => {
	const { folder, uid } = messageOf(params);
	return fullTruth(account, folder, uid);
});
