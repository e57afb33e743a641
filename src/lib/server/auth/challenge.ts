import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Problem } from '$lib/server/problem';
import * as table from '$lib/server/store/spent-challenges';
import { serverKey } from './server-key';

/** What a key is asked for: to be registered, as the second step, as the only step, or once more within a stay. */
export type Ceremony = 'register' | 'second' | 'passkey' | 'proof';

/** How long a key may take to answer, ms (security A6). */
export const CHALLENGE_LIFE = 5 * 60_000;

const NONCE = 16;
const TIME = 6;
const OPEN = NONCE + TIME;
/** With the HMAC of 32: 54 bytes, which base64url writes in one way only. */
const LENGTH = OPEN + 32;

/**
 * A question for a key: 128 random bits and the time, under an HMAC that ties them to one ceremony and one browser
 * (`binding`: the id of its session, or of whatever came before one). Nothing is stored until it is answered, so
 * asking costs a stranger's victim nothing (WebAuthn Level 3 §13.4.3). Base64url.
 */
export function newChallenge(ceremony: Ceremony, binding: string, now: number = Date.now()): string {
	const open = Buffer.alloc(OPEN);
	randomBytes(NONCE).copy(open);
	open.writeUIntBE(now, NONCE, TIME);
	return Buffer.concat([open, mac(open, ceremony, binding)]).toString('base64url');
}

function mac(open: Buffer, ceremony: Ceremony, binding: string): Buffer {
	return createHmac('sha256', serverKey())
		.update(`webauthn challenge\0${ceremony}\0${binding}\0`)
		.update(open)
		.digest();
}

/**
 * Uses a challenge up, whatever becomes of the answer. Errors: `auth/stale` when it is not ours, was asked for
 * another ceremony or of another browser, is older than five minutes, or was answered before.
 */
export async function spend(
	challenge: string,
	ceremony: Ceremony,
	binding: string,
	now: number = Date.now()
): Promise<void> {
	const bytes = Buffer.from(challenge, 'base64url');
	if (bytes.length !== LENGTH || bytes.toString('base64url') !== challenge) throw new Problem('auth/stale');
	const open = bytes.subarray(0, OPEN);
	if (!timingSafeEqual(bytes.subarray(OPEN), mac(open, ceremony, binding))) throw new Problem('auth/stale');
	const expires = open.readUIntBE(NONCE, TIME) + CHALLENGE_LIFE;
	if (now > expires) throw new Problem('auth/stale');
	if (!(await table.spend(open.toString('base64url'), expires, now))) throw new Problem('auth/stale');
}
