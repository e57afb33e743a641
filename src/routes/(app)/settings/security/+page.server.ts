import { error } from '@sveltejs/kit';
import { TRUST_COOKIE, trustedBrowsers } from '$lib/server/auth/trusted';
import { originOf } from '$lib/server/flows/acting-browser';
import { openSecurity } from '$lib/server/flows/open-security';
import { signOutElsewhere } from '$lib/server/flows/sign-out';

/** What guards the mailbox, where the account is signed in, what happened to it. */
export const load = async ({ locals, cookies }) => {
	if (!locals.account || !locals.session) error(403);
	return {
		...(await openSecurity(locals.account, locals.session)),
		browsers: await trustedBrowsers(locals.account.address, cookies.get(TRUST_COOKIE))
	};
};

export const actions = {
	/** Ends the named stay, or all but this one. */
	end: async (event) => {
		const { account, session } = event.locals;
		const id = (await event.request.formData()).get('id');
		if (!account || !session) return;
		const named = typeof id === 'string' ? id : undefined;
		await signOutElsewhere(account.address, session, originOf(event), named);
	}
};
