import { api } from '$lib/server/api';
import { checkAgain } from '$lib/server/flows/check-again';
import { messageOf } from '$lib/server/message-address';

/** Checks the sender again, by ourselves: `Authenticity` with source `checked`. */
export const POST = api(({ params }, account) => {
	const { folder, uid } = messageOf(params);
	return checkAgain(account, folder, uid);
});
