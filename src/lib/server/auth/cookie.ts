/** The session cookie: bound to this host alone, never readable by scripts (security W2). */
export const SESSION_COOKIE = '__Host-postern';

const BASE = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

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
