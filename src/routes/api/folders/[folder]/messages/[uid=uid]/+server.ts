import { api } from '$lib/server/api';
import { openMessage } from '$lib/server/flows/open-message';
import { messageOf } from '$lib/server/message-address';

/** The message as `OpenMessage`. `?form=text` prefers plain text, `?large=1` sends HTML of any size. */
export const GET = api(({ params, url }, account) => {
	const { folder, uid } = messageOf(params);
	return openMessage(account, folder, uid, {
		form: url.searchParams.get('form') === 'text' ? 'text' : 'html',
		large: url.searchParams.get('large') === '1'
	});
});
