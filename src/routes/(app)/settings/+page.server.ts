import { DEFAULT_SETTINGS } from '$lib/mail/settings';
import * as settings from '$lib/server/store/settings';

/** What was chosen, completed by what holds otherwise. */
export const load = async ({ locals }) => ({
	chosen: { ...DEFAULT_SETTINGS, ...(await settings.get(locals.account?.address ?? '')) }
});
