import { cookieOptions, LOOK_COOKIE, SESSION_COOKIE } from '$lib/server/auth/cookie';
import { DEVICE_COOKIE, DEVICE_COOKIE_OPTIONS, deviceNote } from '$lib/server/auth/device';
import type { Session } from '$lib/server/auth/sessions';
import { signIn } from './sign-in';
import * as settings from '$lib/server/store/settings';

/** What signing in needs of a request; SvelteKit's event fits. */
interface DoorEvent {
	readonly request: Request;
	readonly locals: App.Locals;
	readonly cookies: {
		get(name: string): string | undefined;
		set(name: string, value: string, options: typeof LOOK_COOKIE | ReturnType<typeof cookieOptions>): void;
	};
}

/** Signs in for this request and sets the cookies that follow from it. Errors: as `signIn`. */
export async function openDoor(
	event: DoorEvent,
	given: { address: unknown; password: unknown; persistent: boolean }
): Promise<Session> {
	const { cookies, locals, request } = event;
	const session = await signIn({
		...given,
		agent: request.headers.get('user-agent') ?? '',
		client: locals.client,
		deviceNote: cookies.get(DEVICE_COOKIE),
		before:
			locals.session && locals.account ? { id: locals.session.id, address: locals.account.address } : null
	});
	cookies.set(SESSION_COOKIE, session.token, cookieOptions(session.persistent));
	cookies.set(DEVICE_COOKIE, deviceNote(session.account.address), DEVICE_COOKIE_OPTIONS);
	const { theme, density, locale } = await settings.get(session.account.address);
	for (const [name, value] of Object.entries({ theme, density, locale })) {
		if (value) cookies.set(name, value, LOOK_COOKIE);
	}
	return session;
}
