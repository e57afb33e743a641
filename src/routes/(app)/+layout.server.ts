import * as settings from '$lib/server/store/settings';

/** Who is signed in, and what they chose. The guard has let nobody else come here. */
export const load = async ({ locals }) => {
	const address = locals.account?.address ?? '';
	// `me` again under a name that no page below uses for something else.
	return {
		address,
		me: address,
		admin: locals.account?.admin ?? false,
		settings: await settings.get(address)
	};
};
