import type { Selectable } from 'kysely';
import { database } from './database';

/** One browser's stay. Times in epoch milliseconds. */
export interface SessionTable {
	/** SHA-256 of the cookie's value, hex: the value itself is nowhere on disk. */
	id: string;
	address: string;
	/** The password, sealed (auth/seal.ts). */
	sealed: Buffer;
	/** 0 or 1: “Stay signed in” was ticked. */
	persistent: number;
	created: number;
	seen: number;
	/** What the browser calls itself, shortened, for the list of sessions. */
	agent: string;
}

export type SessionRow = Selectable<SessionTable>;

export async function insert(row: SessionTable): Promise<void> {
	await database().insertInto('session').values(row).execute();
}

export async function find(id: string): Promise<SessionRow | undefined> {
	return database().selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function touch(id: string, seen: number): Promise<void> {
	await database().updateTable('session').set({ seen }).where('id', '=', id).execute();
}

export async function remove(id: string): Promise<void> {
	await database().deleteFrom('session').where('id', '=', id).execute();
}

export async function ofAddress(address: string): Promise<SessionRow[]> {
	return database().selectFrom('session').selectAll().where('address', '=', address).execute();
}

/** Sessions made before or last seen before the given times, by kind. */
export async function expired(persistent: boolean, created: number, seen: number): Promise<SessionRow[]> {
	return database()
		.selectFrom('session')
		.selectAll()
		.where('persistent', '=', persistent ? 1 : 0)
		.where((is) => is.or([is('created', '<', created), is('seen', '<', seen)]))
		.execute();
}
