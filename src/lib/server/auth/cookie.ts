/** The session cookie: bound to this host alone, never readable by scripts (security W2). */
export const SESSION_COOKIE = '__Host-postern';

const BASE = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

/** As SvelteKit takes them, the part we use. */
export interface CookieOptions {
	readonly path: string;
	readonly secure?: boolean;
	readonly httpOnly?: boolean;
	readonly sameSite?: 'lax' | 'strict';
	/** Seconds. */
	readonly maxAge?: number;
}

/** Binds a question to any passkey to the browser it was asked of, for as long as the question holds. */
export const DOOR_COOKIE = '__Host-postern-door';
export const DOOR_COOKIE_OPTIONS = {
	path: '/',
	secure: true,
	httpOnly: true,
	sameSite: 'strict',
	maxAge: 300
} as const;

/** Attributes of the cookie; without `maxAge` it ends with the browser. */
export function cookieOptions(persistent: boolean) {
	return persistent ? { ...BASE, maxAge: 30 * 86_400 } : BASE;
}

/** Cookies the login page reads too: how things look, nothing secret. */
export const LOOK_COOKIE = {
	path: '/',
	secure: true,
	httpOnly: false,
	sameSite: 'lax',
	maxAge: 400 * 86_400
} as const;
