import { api } from '$lib/server/api';
import { openMessage } from '$lib/server/flows/open-message';
import { messageOf, partOf } from '$lib/server/message-address';

/** The message inside a `message/rfc822` part, under the same rules as any other. */
export const GET = api(({ params, url }, account) => {
	const { folder, uid } = messageOf(params);
	return openMessage(account, folder, uid, {
		part: partOf(params),
		form: url.searchParams.get('form') === 'text' ? 'text' : 'html',
		large: url.searchParams.get('large') === '1'
	});
});
