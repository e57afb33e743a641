import type { Selectable } from 'kysely';
import { database } from './database';

/** A registered security key or passkey. Times in epoch milliseconds; 0 or 1 where it is yes or no. */
export interface SecurityKeyTable {
	/** Credential id, base64url. */
	id: string;
	address: string;
	/** What its owner calls it. */
	name: string;
	/** COSE key. */
	public_key: Buffer;
	/** COSE algorithm: -7 ES256, -8 EdDSA, -257 RS256. */
	algorithm: number;
	counter: number;
	/** JSON list of `usb`, `nfc`, `ble`, `internal`, `hybrid`, `smart-card`. */
	transports: string;
	/** Model of the authenticator, as it says. */
	aaguid: string;
	/** It can say who it is for, and proved a person at registration: it may be the only step. */
	discoverable: number;
	backup_eligible: number;
	backed_up: number;
	/** It has the PRF extension (WebAuthn Level 3 §10.1.4). */
	prf: number;
	/** The mail password, encrypted in the page under the PRF output and here once more; null: it opens nothing alone. */
	wrapped: Buffer | null;
	/** It counted backwards. */
	blocked: number;
	created: number;
	used: number | null;
	used_from: string | null;
}

export type SecurityKeyRow = Selectable<SecurityKeyTable>;

/** Challenges that were answered, until they would have expired anyway. */
export interface SpentChallengeTable {
	id: string;
	expires: number;
}

/** Adds a key; false when its credential id is known already, to whichever account. */
export async function insert(row: SecurityKeyTable): Promise<boolean> {
	const { numInsertedOrUpdatedRows } = await database()
		.insertInto('security_key')
		.values(row)
		.onConflict((conflict) => conflict.column('id').doNothing())
		.executeTakeFirstOrThrow();
	return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function find(id: string): Promise<SecurityKeyRow | undefined> {
	return database().selectFrom('security_key').selectAll().where('id', '=', id).executeTakeFirst();
}

/** All keys of an account, the oldest first. */
export async function listOf(address: string): Promise<SecurityKeyRow[]> {
	return database()
		.selectFrom('security_key')
		.selectAll()
		.where('address', '=', address)
		.orderBy('created')
		.orderBy('id')
		.execute();
}

export interface KeyUse {
	readonly counter: number;
	readonly backedUp: boolean;
	/** It said by itself whose it is. */
	readonly discoverable: boolean;
	/** Epoch milliseconds. */
	readonly at: number;
	/** The browser's network address. */
	readonly client: string;
}

/** Notes a use. False when another use has moved the counter as far meanwhile, or the key is gone or blocked. */
export async function use(
	id: string,
	{ counter, backedUp, discoverable, at, client }: KeyUse
): Promise<boolean> {
	const { numUpdatedRows } = await database()
		.updateTable('security_key')
		.set({
			...{ counter, backed_up: Number(backedUp), used: at, used_from: client },
			...(discoverable ? { discoverable: 1 } : {})
		})
		.where('id', '=', id)
		.where('blocked', '=', 0)
		// Keys that do not count say 0 for ever.
		.where('counter', counter === 0 ? '=' : '<', counter)
		.executeTakeFirstOrThrow();
	return numUpdatedRows > 0n;
}

/** The key opens nothing any more, nor does what is wrapped under it. */
export async function block(id: string): Promise<void> {
	await database()
		.updateTable('security_key')
		.set({ blocked: 1, wrapped: null })
		.where('id', '=', id)
		.execute();
}

/** False when the account has no such key; as for the following. */
export async function rename(address: string, id: string, name: string): Promise<boolean> {
	return changed(own(address, id).set({ name }).executeTakeFirstOrThrow());
}

export async function setWrapped(address: string, id: string, wrapped: Buffer | null): Promise<boolean> {
	return changed(own(address, id).set({ wrapped }).executeTakeFirstOrThrow());
}

function own(address: string, id: string) {
	return database().updateTable('security_key').where('address', '=', address).where('id', '=', id);
}

async function changed(update: Promise<{ numUpdatedRows: bigint }>): Promise<boolean> {
	return (await update).numUpdatedRows > 0n;
}

export async function remove(address: string, id: string): Promise<boolean> {
	const { numDeletedRows } = await database()
		.deleteFrom('security_key')
		.where('address', '=', address)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	return numDeletedRows > 0n;
}

/** The mail password is another now: what is wrapped is worth nothing. Returns how many keys lost theirs. */
export async function dropWrapped(address: string): Promise<number> {
	const { numUpdatedRows } = await database()
		.updateTable('security_key')
		.set({ wrapped: null })
		.where('address', '=', address)
		.where('wrapped', 'is not', null)
		.executeTakeFirstOrThrow();
	return Number(numUpdatedRows);
}
