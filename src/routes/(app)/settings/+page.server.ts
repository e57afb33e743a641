import { DEFAULT_SETTINGS } from '$lib/mail/settings';
import * as sessions from '$lib/server/auth/sessions';
import { listSenders } from '$lib/server/flows/list-senders';
import * as settings from '$lib/server/store/settings';

/** What was chosen, completed by what holds otherwise, and where the account is signed in. */
export const load = async ({ locals }) => {
	const address = locals.account?.address ?? '';
	return {
		chosen: { ...DEFAULT_SETTINGS, ...(await settings.get(address)) },
		senders: locals.account ? await listSenders(locals.account) : [],
		stays: await sessions.stays(address, locals.session?.id ?? '')
	};
};

export const actions = {
	/** Ends the named stay, or all but this one. */
	end: async ({ locals, request }) => {
		const id = (await request.formData()).get('id');
		if (!locals.account || !locals.session) return;
		const named = typeof id === 'string' ? id : undefined;
		await sessions.endOthers(locals.account.address, locals.session.id, named);
	}
};
