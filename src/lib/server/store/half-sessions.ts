import type { SignInWay } from '$lib/security/factor';
import { database } from './database';

/** Somebody who has shown one thing and owes another. Times in epoch milliseconds. */
export interface HalfSessionTable {
	/** SHA-256 of the cookie's value, hex. */
	id: string;
	address: string;
	/** The password, sealed under the half session's own token; empty where none was shown. */
	sealed: Buffer;
	/** What was shown: the password, or a passkey that still lacks the password. */
	way: SignInWay;
	persistent: number;
	created: number;
}

export async function insert(row: HalfSessionTable): Promise<void> {
	await database().insertInto('half_session').values(row).execute();
}

export async function find(id: string): Promise<HalfSessionTable | undefined> {
	return database().selectFrom('half_session').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Removes one; true where it was there, so that of many at once one alone succeeds. */
export async function take(id: string): Promise<boolean> {
	const { numDeletedRows } = await database()
		.deleteFrom('half_session')
		.where('id', '=', id)
		.executeTakeFirst();
	return numDeletedRows > 0n;
}

export async function removeOf(address: string): Promise<void> {
	await database().deleteFrom('half_session').where('address', '=', address).execute();
}

export async function sweep(before: number): Promise<void> {
	await database().deleteFrom('half_session').where('created', '<', before).execute();
}
