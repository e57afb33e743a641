import { error, redirect } from '@sveltejs/kit';
import * as sessions from '$lib/server/auth/sessions';
import { Problem } from '$lib/server/problem';

interface PageEvent {
	readonly locals: App.Locals;
	readonly url: URL;
}

/**
 * Wraps what a page's `load` does, so that a Problem becomes the error page with the right status, and a password
 * the mail server no longer takes becomes the way back through the login page:
 * `export const load = (event) => page(event, async () => folders.list(event.locals.account!))`.
 */
export async function page<T>({ locals, url }: PageEvent, run: () => Promise<T> | T): Promise<T> {
	try {
		return await run();
	} catch (cause) {
		if (!(cause instanceof Problem)) throw cause;
		if (cause.code === 'auth/wrong' || cause.code === 'auth/expired') {
			if (locals.session && locals.account) await sessions.end(locals.session.id, locals.account.address);
			redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
		}
		error(cause.status, {
			message: cause.code,
			code: cause.code,
			...(cause.detail ? { detail: cause.detail } : {})
		});
	}
}
