import * as settings from '$lib/server/store/settings';

/** Who is signed in, and what they chose. The guard has let nobody else come here. */
export const load = async ({ locals }) => {
	const address = locals.account?.address ?? '';
	return { address, admin: locals.account?.admin ?? false, settings: await settings.get(address) };
};
