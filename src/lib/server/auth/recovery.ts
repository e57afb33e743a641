import { createHmac, randomBytes } from 'node:crypto';
import { groupCode, parseCode, RECOVERY_CODES, RECOVERY_LETTERS } from '$lib/security/recovery-code';
import { Problem } from '$lib/server/problem';
import * as factors from '$lib/server/store/factors';
import { serverKey } from './server-key';

/** Random and long, so that a keyed hash is enough: nobody can try 2^80 (security A5). */
function hash(address: string, code: string): string {
	return createHmac('sha256', serverKey()).update(`recovery code\0${address}\0${code}`).digest('hex');
}

/** Sixteen letters of five bits each. */
function newCode(): string {
	return [...randomBytes(16)].map((byte) => RECOVERY_LETTERS[byte & 31]).join('');
}

/** Ten new codes in groups of four, shown once; the old ones open nothing from here on. */
export async function makeCodes(address: string, now = Date.now()): Promise<string[]> {
	await factors.ensure(address);
	const codes = Array.from({ length: RECOVERY_CODES }, newCode);
	await factors.putCodes(
		address,
		codes.map((code) => hash(address, code)),
		now
	);
	return codes.map(groupCode);
}

/** The codes that come with the first factor; null for an account that was given some before. */
export async function firstCodes(address: string): Promise<string[] | null> {
	const owner = await factors.find(address);
	return (owner?.codes_made ?? null) === null ? makeCodes(address) : null;
}

/** Uses a code up, once, whoever asks at the same time. Returns how many are left. Errors: `auth/factor`. */
export async function useCode(address: string, typed: string, now = Date.now()): Promise<number> {
	const code = parseCode(typed);
	if (code === null || !(await factors.useCode(address, hash(address, code), now))) {
		throw new Problem('auth/factor');
	}
	return codesLeft(address);
}

export async function codesLeft(address: string): Promise<number> {
	return (await factors.waysOf(address)).recovery;
}

/** With the last factor the codes go too: alone they would open nothing. */
export async function forgetCodes(address: string): Promise<void> {
	await factors.putCodes(address, [], 0);
}
