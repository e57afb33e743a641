import { randomBytes } from 'node:crypto';
import type { Given, SecondQuestion } from '$lib/security/given';
import {
	cookieOptions,
	DOOR_COOKIE,
	DOOR_COOKIE_OPTIONS,
	LOOK_COOKIE,
	SESSION_COOKIE,
	type CookieOptions
} from '$lib/server/auth/cookie';
import { DEVICE_COOKIE, DEVICE_COOKIE_OPTIONS, deviceNote } from '$lib/server/auth/device';
import {
	HALF_COOKIE,
	HALF_COOKIE_OPTIONS,
	resumeHalf,
	takeHalf,
	type HalfSession
} from '$lib/server/auth/half';
import { idOf, type Session } from '$lib/server/auth/sessions';
import { TRUST_COOKIE, trustCookieOptions } from '$lib/server/auth/trusted';
import { Problem } from '$lib/server/problem';
import * as settings from '$lib/server/store/settings';
import { passkeyOptions, signInByPasskey } from './passkey-door';
import { finishSecond, secondQuestion } from './second-step';
import { signIn, type Progress, type Visit } from './sign-in';

/** What signing in needs of a request; SvelteKit's event fits. */
export interface DoorEvent {
	readonly request: Request;
	readonly locals: App.Locals;
	readonly cookies: {
		get(name: string): string | undefined;
		set(name: string, value: string, options: CookieOptions): void;
		delete(name: string, options: CookieOptions): void;
	};
}

/** The browser of a request. */
export function visitOf({ request, locals, cookies }: DoorEvent): Visit {
	return {
		agent: request.headers.get('user-agent') ?? '',
		client: locals.client,
		deviceNote: cookies.get(DEVICE_COOKIE),
		trust: cookies.get(TRUST_COOKIE),
		before:
			locals.session && locals.account ? { id: locals.session.id, address: locals.account.address } : null
	};
}

/** The first step, by password. Returns what is asked next; null: the door is open. Errors: as `signIn`. */
export async function openDoor(
	event: DoorEvent,
	given: { address: unknown; password: unknown; persistent: boolean }
): Promise<SecondQuestion | null> {
	return goOn(event, await signIn(given, visitOf(event)));
}

/**
 * A question to any passkey, asked of this browser alone. The page asks one in the address field's list and another
 * by its button: both are for the same browser, so neither makes the other worthless.
 */
export async function askPasskey({ cookies }: DoorEvent): Promise<unknown> {
	const known = cookies.get(DOOR_COOKIE) ?? '';
	const token = /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString('base64url');
	cookies.set(DOOR_COOKIE, token, DOOR_COOKIE_OPTIONS);
	return passkeyOptions(idOf(token));
}

/** A passkey's answer. Returns what is asked next; null: the door is open. Errors: as `signInByPasskey`. */
export async function openByPasskey(
	event: DoorEvent,
	response: unknown,
	persistent: boolean
): Promise<SecondQuestion | null> {
	const token = event.cookies.get(DOOR_COOKIE);
	if (!token) throw new Problem('auth/stale');
	const { progress, wrapped } = await signInByPasskey(response, idOf(token), persistent, visitOf(event));
	event.cookies.delete(DOOR_COOKIE, DOOR_COOKIE_OPTIONS);
	return goOn(event, progress, wrapped);
}

/** The half session of this browser, if it began one that has not run out. */
export function halfOf({ cookies }: DoorEvent): Promise<HalfSession | null> {
	return resumeHalf(cookies.get(HALF_COOKIE));
}

/** The second step. Errors: as `finishSecond`; `auth/stale` without a first step. */
export async function openSecond(event: DoorEvent, given: Given, trust: boolean): Promise<void> {
	const half = await halfOf(event);
	if (!half) throw new Problem('auth/stale');
	const { session, trusted } = await finishSecond(half, given, visitOf(event), trust);
	if (trusted) event.cookies.set(TRUST_COOKIE, trusted.token, trustCookieOptions(trusted.days));
	await welcome(event, session);
}

/** Takes the first step back. */
export async function leaveSecond(event: DoorEvent): Promise<void> {
	const half = await halfOf(event);
	event.cookies.delete(HALF_COOKIE, HALF_COOKIE_OPTIONS);
	// Another tab may have been quicker; it is gone either way.
	if (half) await takeHalf(half).catch(() => undefined);
}

async function goOn(
	event: DoorEvent,
	progress: Progress,
	wrapped: string | null = null
): Promise<SecondQuestion | null> {
	if (progress.session) {
		await welcome(event, progress.session);
		return null;
	}
	event.cookies.set(HALF_COOKIE, progress.token, HALF_COOKIE_OPTIONS);
	return secondQuestion(progress.half, wrapped);
}

/** Sets the cookies of somebody who is in. */
async function welcome({ cookies }: DoorEvent, session: Session): Promise<void> {
	const { address } = session.account;
	cookies.set(SESSION_COOKIE, session.token, cookieOptions(session.persistent));
	if (cookies.get(HALF_COOKIE)) cookies.delete(HALF_COOKIE, HALF_COOKIE_OPTIONS);
	cookies.set(DEVICE_COOKIE, deviceNote(address), DEVICE_COOKIE_OPTIONS);
	const { theme, density, locale } = await settings.get(address);
	for (const [name, value] of Object.entries({ theme, density, locale })) {
		if (value) cookies.set(name, value, LOOK_COOKIE);
	}
}
