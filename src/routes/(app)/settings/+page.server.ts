import { DEFAULT_SETTINGS } from '$lib/mail/settings';
import { listSenders } from '$lib/server/flows/list-senders';
import * as settings from '$lib/server/store/settings';

/** What was chosen, completed by what holds otherwise. */
export const load = async ({ locals }) => {
	const address = locals.account?.address ?? '';
	return {
		chosen: { ...DEFAULT_SETTINGS, ...(await settings.get(address)) },
		senders: locals.account ? await listSenders(locals.account) : []
	};
};
