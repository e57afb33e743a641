import { hasFactor, type Factor } from '$lib/security/factor';
import type { Given } from '$lib/security/given';
import { verifyAssertion } from '$lib/server/auth/assertion';
import { useCode } from '$lib/server/auth/recovery';
import * as throttle from '$lib/server/auth/throttle';
import { verifyTotp } from '$lib/server/auth/totp';
import { waysOf } from '$lib/server/auth/ways';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import { provePassword } from './prove-password';

/** Of whom a proof is asked, and where. */
export interface Asked {
	readonly ceremony: 'second' | 'proof';
	/** Id of the half session or session that asks: an answer of another one is worth nothing here. */
	readonly binding: string;
	/** The browser's network address. */
	readonly client: string;
	/** Id of the browser when it is known to this account (auth/device.ts). */
	readonly device: string | null;
}

/**
 * Proves what was given for an account: a factor, or the password where the account has none. Codes that can be
 * guessed are counted. Errors: `auth/factor`, `auth/throttled`, `auth/stale`, `key/copied`, `auth/wrong`, `server/*`.
 */
export async function proveFactor(address: string, given: Given, asked: Asked): Promise<Factor | 'password'> {
	const { ceremony, binding, client, device } = asked;
	const attempt = { address, client, device };
	const guarded = hasFactor(await waysOf(address));
	// Neither may the password stand for a factor that is there, nor codes for one that is not.
	if (guarded === (given.kind === 'password')) throw new Problem('auth/factor');
	if (given.kind === 'password') {
		await provePassword(attempt, given.password);
		return 'password';
	}
	if (given.kind === 'key') {
		await verifyAssertion(given.response, { ceremony, binding, address, client });
		return 'key';
	}
	await throttle.countCode(attempt);
	try {
		if (given.kind === 'totp') await verifyTotp(address, given.code);
		else await useCode(address, given.code);
	} catch (error) {
		const wrong = error instanceof Problem && error.code === 'auth/factor';
		if (!wrong) await throttle.giveCodeBack(attempt);
		else log('auth').info({ address, client, kind: given.kind }, 'a code was refused');
		throw error;
	}
	await throttle.forgiveCodes(attempt);
	return given.kind;
}
