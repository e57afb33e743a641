import { api } from '$lib/server/api';
import { receivedPath } from '$lib/server/flows/received-path';
import { messageOf } from '$lib/server/message-address';

/** The way of the message as `ReceivedPath`, oldest step first. */
export const GET = api(({ params }, account) => {
	const { folder, uid } = messageOf(params);
	return receivedPath(account, folder, uid);
});
