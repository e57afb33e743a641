import { fail, redirect } from '@sveltejs/kit';
import { parseSettings } from '$lib/mail/settings';
import { parseGiven } from '$lib/security/given';
import { LOOK_COOKIE, SESSION_COOKIE } from '$lib/server/auth/cookie';
import { parseNext } from '$lib/server/auth/next';
import { policy } from '$lib/server/auth/policy';
import { config } from '$lib/server/config';
import { halfOf, leaveSecond, openDoor, openSecond } from '$lib/server/flows/open-door';
import { secondQuestion } from '$lib/server/flows/second-step';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

export const load = async (event) => {
	const { locals, url, cookies } = event;
	const next = parseNext(url.searchParams.get('next'));
	if (locals.account) redirect(303, next);
	const half = await halfOf(event);
	return {
		/** Between the two steps: what is asked now. */
		question: half && (await secondQuestion(half)),
		// The browser still carries a session that is over, as opposed to a first visit.
		ended: cookies.get(SESSION_COOKIE) !== undefined,
		host: new URL(config().origin).hostname,
		/** Two steps are asked of everybody. */
		both: (await policy()).secondFactor === 'required',
		/** Does this server keep the password, sealed, while one is signed in? */
		keeps: config().token === undefined,
		next,
		// Of the form's address, where the named action must come first.
		query: next === '/' ? '' : `&next=${encodeURIComponent(next)}`
	};
};

const nextOf = ({ url }: RequestEvent): string => parseNext(url.searchParams.get('next'));

/** This page again, for the other step. */
function again(event: RequestEvent): never {
	const next = nextOf(event);
	redirect(303, next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`);
}

/** What a form shows after it failed. */
function failed(error: unknown, more: { address?: string; stay?: boolean; kind?: string } = {}) {
	if (!(error instanceof Problem)) throw error;
	const { code, status, retryAfter = 0 } = error;
	return fail(status, { address: '', stay: false, kind: '', ...more, code, wait: retryAfter });
}

export const actions = {
	signIn: async (event) => {
		const form = await event.request.formData();
		const address = form.get('address');
		const stay = form.has('stay');
		let question;
		try {
			question = await openDoor(event, { address, password: form.get('password'), persistent: stay });
		} catch (error) {
			return failed(error, { address: typeof address === 'string' ? address.slice(0, 320) : '', stay });
		}
		if (question) again(event);
		redirect(303, nextOf(event));
	},
	/** The second step where it is typed: six digits, a recovery code, or the password behind a passkey. */
	second: async (event) => {
		const form = await event.request.formData();
		const kind = form.get('kind');
		const given = parseGiven({ kind, code: form.get('code'), password: form.get('password') });
		try {
			if (!given || given.kind === 'key') throw new Problem('auth/factor');
			await openSecond(event, given, form.has('trust'));
		} catch (error) {
			return failed(error, { kind: given?.kind ?? '' });
		}
		redirect(303, nextOf(event));
	},
	/** Back to the first step. */
	back: async (event) => {
		await leaveSecond(event);
		again(event);
	},
	language: async ({ request, cookies }) => {
		const form = await request.formData();
		const { locale } = parseSettings({ locale: form.get('locale') });
		if (locale) cookies.set('locale', locale, LOOK_COOKIE);
		const back = form.get('back');
		redirect(303, typeof back === 'string' && /^\/login(\?next=[^/\\]*)?$/.test(back) ? back : '/login');
	}
};
