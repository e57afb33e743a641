import { randomBytes } from 'node:crypto';
import type { SignInWay } from '$lib/security/factor';
import { Problem } from '$lib/server/problem';
import * as table from '$lib/server/store/half-sessions';
import { seal, unseal } from './seal';
import { serverKey } from './server-key';
import { idOf } from './sessions';

/**
 * Between two steps of signing in. The browser that showed the first thing keeps a token of its own, which no route
 * but those of the second step looks at; it is over after five minutes (security A2).
 */
export interface HalfSession {
	readonly id: string;
	readonly address: string;
	readonly way: SignInWay;
	readonly persistent: boolean;
	/** The password that was shown; null where none was. */
	readonly password: string | null;
}

/** Milliseconds. */
export const HALF_LIFE = 5 * 60_000;

export const HALF_COOKIE = '__Host-postern-half';
export const HALF_COOKIE_OPTIONS = {
	path: '/',
	secure: true,
	httpOnly: true,
	sameSite: 'strict',
	maxAge: HALF_LIFE / 1000
} as const;

/** Begins one; the token is for the cookie. */
export async function beginHalf(
	address: string,
	password: string | null,
	options: { way: SignInWay; persistent: boolean; now?: number }
): Promise<{ token: string; half: HalfSession }> {
	const token = randomBytes(32).toString('base64url');
	const id = idOf(token);
	const owner = { address, session: `half ${id}` };
	const sealed =
		password === null ? Buffer.alloc(0) : seal(password, Buffer.from(token, 'base64url'), serverKey(), owner);
	const { way, persistent } = options;
	const created = options.now ?? Date.now();
	await table.insert({ id, address, sealed, way, persistent: Number(persistent), created });
	return { token, half: { id, address, way, persistent, password } };
}

/** The half session of a cookie; null when it is unknown or too old. */
export async function resumeHalf(token: string | undefined, now = Date.now()): Promise<HalfSession | null> {
	if (!token || !/^[\w-]{43}$/.test(token)) return null;
	const id = idOf(token);
	const row = await table.find(id);
	if (!row || now - row.created > HALF_LIFE) return null;
	const { address, way, sealed } = row;
	const owner = { address, session: `half ${id}` };
	const password =
		sealed.length === 0 ? null : unseal(sealed, Buffer.from(token, 'base64url'), serverKey(), owner);
	if (sealed.length > 0 && password === null) return null;
	return { id, address, way, persistent: row.persistent === 1, password };
}

/** Uses it up; of many at once one alone succeeds. Errors: `auth/stale`. */
export async function takeHalf(half: HalfSession): Promise<void> {
	if (!(await table.take(half.id))) throw new Problem('auth/stale');
}

/** Removes those of an account. */
export async function forgetHalves(address: string): Promise<void> {
	await table.removeOf(address);
}

/** Removes what has run out. */
export async function sweepHalves(now = Date.now()): Promise<void> {
	await table.sweep(now - HALF_LIFE);
}
