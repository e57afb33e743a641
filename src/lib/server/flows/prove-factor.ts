import { hasFactor, type Factor } from '$lib/security/factor';
import type { Given } from '$lib/security/given';
import type { Account } from '$lib/server/account';
import { CopiedKey, verifyAssertion } from '$lib/server/auth/assertion';
import { backgroundAccount } from '$lib/server/auth/background';
import { useCode } from '$lib/server/auth/recovery';
import * as throttle from '$lib/server/auth/throttle';
import { verifyTotp } from '$lib/server/auth/totp';
import { waysOf } from '$lib/server/auth/ways';
import { config } from '$lib/server/config';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import { provePassword } from './prove-password';
import { noteEvent, type Origin } from './security-event';

/** Of whom a proof is asked, and where. */
export interface Asked extends Origin {
	readonly ceremony: 'second' | 'proof';
	/** Id of the half session or session that asks: an answer of another one is worth nothing here. */
	readonly binding: string;
	/** Id of the browser when it is known to this account (auth/device.ts). */
	readonly device: string | null;
	/** Who can file a letter to the owner now; null: nobody. */
	readonly owner: Account | null;
}

/**
 * For whatever a key's answer fails with: that it counted backwards goes into the history of its owner once, who may
 * not be the one who tries it, and into a letter. With tokens the letter needs nobody; with passwords it needs the
 * one that was shown.
 */
export function noteCopy(origin: Origin, owner: Account | null): (error: unknown) => Promise<never> {
	return async (error) => {
		if (error instanceof CopiedKey && error.news) {
			const { address, keyName } = error;
			const writer = config().token ? backgroundAccount(address, 'notice') : owner;
			await noteEvent({ address, kind: 'key-copied', detail: { name: keyName } }, origin, writer);
		}
		throw error;
	};
}

/**
 * Proves what was given for an account: a factor, or the password where the account has none. Codes that can be
 * guessed are counted. Errors: `auth/factor`, `auth/throttled`, `auth/stale`, `key/copied`, `server/*`.
 */
export async function proveFactor(address: string, given: Given, asked: Asked): Promise<Factor | 'password'> {
	const { ceremony, binding, client, device } = asked;
	const attempt = { address, client, device };
	const guarded = hasFactor(await waysOf(address));
	// Neither may the password stand for a factor that is there, nor codes for one that is not.
	if (guarded === (given.kind === 'password')) throw new Problem('auth/factor');
	if (given.kind === 'password') {
		await provePassword(attempt, given.password).catch((error: unknown) => {
			// Mistyped within a stay it is a refused proof, and no sign that the session's own password was changed.
			const wrong = error instanceof Problem && error.code === 'auth/wrong';
			throw wrong ? new Problem('auth/factor', { cause: error }) : error;
		});
		return 'password';
	}
	if (given.kind === 'key') {
		await verifyAssertion(given.response, { ceremony, binding, address, client }).catch(
			noteCopy(asked, asked.owner)
		);
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
