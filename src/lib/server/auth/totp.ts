import { Secret, TOTP } from 'otpauth';
import { Problem } from '$lib/server/problem';
import * as factors from '$lib/server/store/factors';
import { openHere, sealHere } from './server-seal';

/**
 * Six digits from an app: HMAC-SHA-1, 30 seconds, 160 bits of seed (RFC 6238 §4; RFC 4226 §4 R6). The parameters are
 * those every app knows; several ignore any other.
 */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** Steps before and after the server's own that are taken (RFC 6238 §5.2). */
const WINDOW = 1;

const PURPOSE = 'app seed';

function totp(address: string, secret: Secret): TOTP {
	return new TOTP({ ...FORM, issuer: 'Postern', label: address, secret });
}

/**
 * A new seed, shown once: as the address that a QR code holds, and in base32 to be typed. The app in use goes on
 * until the new one is confirmed.
 */
export async function beginTotp(address: string): Promise<{ uri: string; secret: string }> {
	const app = totp(address, new Secret({ size: 20 }));
	await factors.ensure(address);
	await factors.beginApp(address, sealHere(app.secret.base32, PURPOSE, address));
	return { uri: app.toString(), secret: app.secret.base32 };
}

/** The time step in which the app shows this code, or null. */
export function stepOf(seed: string, code: string, now: number): number | null {
	const digits = code.replace(/\s/g, '');
	if (!/^\d{6}$/.test(digits)) return null;
	const app = totp('', Secret.fromBase32(seed));
	const away = app.validate({ token: digits, timestamp: now, window: WINDOW });
	return away === null ? null : app.counter({ timestamp: now }) + away;
}

/**
 * The first code of an app that was begun makes it the account's. Errors: `auth/factor` for a wrong code,
 * `auth/stale` when nothing was begun.
 */
export async function confirmTotp(address: string, code: string, now = Date.now()): Promise<void> {
	const sealed = (await factors.find(address))?.totp_next;
	const seed = sealed ? openHere(sealed, PURPOSE, address) : null;
	if (!sealed || seed === null) throw new Problem('auth/stale');
	const step = stepOf(seed, code, now);
	if (step === null) throw new Problem('auth/factor');
	if (!(await factors.confirmApp(address, sealed, step, now))) throw new Problem('auth/stale');
}

/**
 * Takes a code of the account's app, each time step once, whoever asks at the same time (RFC 6238 §5.2).
 * Errors: `auth/factor`.
 */
export async function verifyTotp(address: string, code: string, now = Date.now()): Promise<void> {
	const sealed = (await factors.find(address))?.totp_sealed;
	const seed = sealed ? openHere(sealed, PURPOSE, address) : null;
	const step = seed === null ? null : stepOf(seed, code, now);
	if (!sealed || step === null || !(await factors.useStep(address, sealed, step, now))) {
		throw new Problem('auth/factor');
	}
}

/** Removes the app; true where there was one. */
export async function removeTotp(address: string): Promise<boolean> {
	return factors.removeApp(address);
}
