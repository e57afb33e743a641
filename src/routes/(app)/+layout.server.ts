import * as outbox from '$lib/server/store/outbox';
import * as settings from '$lib/server/store/settings';

/** Who is signed in, and what they chose. The guard has let nobody else come here. */
export const load = async ({ locals }) => {
	const account = locals.account?.address ?? '';
	return {
		account,
		admin: locals.account?.admin ?? false,
		settings: await settings.get(account),
		/** An interruption left messages on their way out; the page asks what became of them. */
		unsettled: (await outbox.open(account)).length > 0
	};
};
