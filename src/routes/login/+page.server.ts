import { fail, redirect } from '@sveltejs/kit';
import { parseSettings } from '$lib/mail/settings';
import { LOOK_COOKIE, SESSION_COOKIE } from '$lib/server/auth/cookie';
import { parseNext } from '$lib/server/auth/next';
import { config } from '$lib/server/config';
import { openDoor } from '$lib/server/flows/open-door';
import { Problem } from '$lib/server/problem';

export const load = ({ locals, url, cookies }) => {
	const next = parseNext(url.searchParams.get('next'));
	if (locals.account) redirect(303, next);
	return {
		// The browser still carries a session that is over, as opposed to a first visit.
		ended: cookies.get(SESSION_COOKIE) !== undefined,
		host: new URL(config().origin).hostname,
		// Of the form's address, where the named action must come first.
		next: next === '/' ? '' : `&next=${encodeURIComponent(next)}`
	};
};

export const actions = {
	signIn: async (event) => {
		const form = await event.request.formData();
		const address = form.get('address');
		try {
			await openDoor(event, { address, password: form.get('password'), persistent: form.has('stay') });
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, {
				address: typeof address === 'string' ? address.slice(0, 320) : '',
				stay: form.has('stay'),
				code: error.code,
				wait: error.retryAfter ?? 0
			});
		}
		redirect(303, parseNext(event.url.searchParams.get('next')));
	},
	language: async ({ request, cookies }) => {
		const form = await request.formData();
		const { locale } = parseSettings({ locale: form.get('locale') });
		if (locale) cookies.set('locale', locale, LOOK_COOKIE);
		const back = form.get('back');
		redirect(303, typeof back === 'string' && /^\/login(\?next=[^/\\]*)?$/.test(back) ? back : '/login');
	}
};
