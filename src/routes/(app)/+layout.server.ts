import { dueBy, mustEnrol } from '$lib/server/auth/policy';
import * as outbox from '$lib/server/store/outbox';
import * as settings from '$lib/server/store/settings';

/** Who is signed in, and what they chose. The guard has let nobody else come here. */
export const load = async ({ locals }) => {
	const address = locals.account?.address ?? '';
	const { account, session } = locals;
	return {
		account: address,
		admin: account?.admin ?? false,
		settings: await settings.get(address),
		/** An interruption left messages on their way out; the page asks what became of them. */
		unsettled: (await outbox.open(address)).length > 0,
		/** No mail before a second factor is set up. */
		enrol: account && session ? await mustEnrol({ second: session.second, account }) : false,
		/** Until when there is time for that, epoch ms; null: none is asked for, or there is one. */
		due: account ? await dueBy(account) : null
	};
};
