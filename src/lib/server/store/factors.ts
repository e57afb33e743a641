import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Ways } from '$lib/security/factor';
import { database } from './database';

/** What belongs to the account as a whole. Times in epoch milliseconds. */
export interface FactorOwnerTable {
	address: string;
	/** WebAuthn user handle: 32 random bytes, base64url; says nothing of the address (security A6). */
	handle: string;
	/** TOTP seed sealed under the server's key; null: no app. */
	totp_sealed: Buffer | null;
	/** When the app was confirmed. */
	totp_since: number | null;
	/** Last time step that was accepted: no code opens twice (RFC 6238 §5.2). */
	totp_step: number | null;
	totp_used: number | null;
	/** Seed of an app that was begun and not confirmed yet, sealed. */
	totp_next: Buffer | null;
	codes_made: number | null;
	/** First sign-in after the policy began to ask for a factor. */
	grace_from: number | null;
}

export interface RecoveryCodeTable {
	address: string;
	/** HMAC-SHA-256 under the server's key, hex. */
	hash: string;
	used: number | null;
}

export type FactorOwner = Selectable<FactorOwnerTable>;

export async function find(address: string): Promise<FactorOwner | undefined> {
	return database().selectFrom('factor_owner').selectAll().where('address', '=', address).executeTakeFirst();
}

/** The row of an account, made with a random handle at its first need. */
export async function ensure(address: string): Promise<FactorOwner> {
	const handle = randomBytes(32).toString('base64url');
	await database()
		.insertInto('factor_owner')
		.values({ address, handle })
		.onConflict((conflict) => conflict.column('address').doNothing())
		.execute();
	return database()
		.selectFrom('factor_owner')
		.selectAll()
		.where('address', '=', address)
		.executeTakeFirstOrThrow();
}

/** Keeps the seed of an app that is being set up, in place of one begun before. */
export async function beginApp(address: string, sealed: Buffer): Promise<void> {
	await database()
		.updateTable('factor_owner')
		.set({ totp_next: sealed })
		.where('address', '=', address)
		.execute();
}

/** The app begun with this seed is the account's now; false where another try was quicker. */
export async function confirmApp(
	address: string,
	sealed: Buffer,
	step: number,
	now: number
): Promise<boolean> {
	const { numUpdatedRows } = await database()
		.updateTable('factor_owner')
		.set({ totp_sealed: sealed, totp_since: now, totp_step: step, totp_used: now, totp_next: null })
		.where('address', '=', address)
		.where('totp_next', '=', sealed)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** Notes the use of a time step. Of many at once with the same step one alone is told true. */
export async function useStep(address: string, sealed: Buffer, step: number, now: number): Promise<boolean> {
	const { numUpdatedRows } = await database()
		.updateTable('factor_owner')
		.set({ totp_step: step, totp_used: now })
		.where('address', '=', address)
		.where('totp_sealed', '=', sealed)
		.where((is) => is.or([is('totp_step', 'is', null), is('totp_step', '<', step)]))
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** Removes the app, and one that was only begun; true where there was one. */
export async function removeApp(address: string): Promise<boolean> {
	const before = await find(address);
	await database()
		.updateTable('factor_owner')
		.set({ totp_sealed: null, totp_since: null, totp_step: null, totp_used: null, totp_next: null })
		.where('address', '=', address)
		.execute();
	return (before?.totp_sealed ?? null) !== null;
}

/** New recovery codes in place of all that were there. */
export async function putCodes(address: string, hashes: readonly string[], now: number): Promise<void> {
	await database()
		.transaction()
		.execute(async (all) => {
			await all.deleteFrom('recovery_code').where('address', '=', address).execute();
			if (hashes.length > 0) {
				await all
					.insertInto('recovery_code')
					.values(hashes.map((hash) => ({ address, hash, used: null })))
					.execute();
			}
			await all
				.updateTable('factor_owner')
				.set({ codes_made: hashes.length > 0 ? now : null })
				.where('address', '=', address)
				.execute();
		});
}

/** Uses a code up. Of many at once one alone is told true. */
export async function useCode(address: string, hash: string, now: number): Promise<boolean> {
	const { numUpdatedRows } = await database()
		.updateTable('recovery_code')
		.set({ used: now })
		.where('address', '=', address)
		.where('hash', '=', hash)
		.where('used', 'is', null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/**
 * What an account has. Keys that counted backwards are counted too: an account does not fall back to its password
 * alone because somebody copied its only key.
 */
export async function waysOf(address: string): Promise<Ways> {
	const { keys, totp, recovery } = await database()
		.selectNoFrom((is) => [
			is
				.selectFrom('security_key')
				.select(({ fn }) => fn.countAll<number>().as('count'))
				.where('address', '=', address)
				.as('keys'),
			is
				.selectFrom('factor_owner')
				.select(({ fn }) => fn.countAll<number>().as('count'))
				.where('address', '=', address)
				.where('totp_sealed', 'is not', null)
				.as('totp'),
			is
				.selectFrom('recovery_code')
				.select(({ fn }) => fn.countAll<number>().as('count'))
				.where('address', '=', address)
				.where('used', 'is', null)
				.as('recovery')
		])
		.executeTakeFirstOrThrow();
	return { keys: keys ?? 0, totp: totp === 1, recovery: recovery ?? 0 };
}
