import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { serverKey } from './server-key';

/**
 * A browser that signed in before carries a note of it, so that strangers' wrong guesses never lock its owner
 * out (security A8). The note says nothing else: it opens no mail.
 */
export const DEVICE_COOKIE = '__Host-postern-known';

export const DEVICE_COOKIE_OPTIONS = {
	path: '/',
	secure: true,
	httpOnly: true,
	sameSite: 'lax',
	maxAge: 400 * 86_400
} as const;

function sign(address: string, id: string): string {
	return createHmac('sha256', serverKey()).update(`known browser\0${address}\0${id}`).digest('base64url');
}

/** A note for the browser that just signed in to this account. */
export function deviceNote(address: string): string {
	const id = randomBytes(16).toString('base64url');
	return `${id}.${sign(address, id)}`;
}

/** Id of the browser if its note was written by us for this account. */
export function knownDevice(note: string | undefined, address: string): string | null {
	const [id, signature] = (note ?? '').split('.');
	if (!id || !signature) return null;
	const expected = Buffer.from(sign(address, id));
	const given = Buffer.from(signature);
	return given.length === expected.length && timingSafeEqual(given, expected) ? id : null;
}
