import type { Selectable } from 'kysely';
import type { SignInWay } from '$lib/security/factor';
import { database } from './database';

/** One browser's stay. Times in epoch milliseconds. */
export interface SessionTable {
	/** SHA-256 of the cookie's value, hex: the value itself is nowhere on disk. */
	id: string;
	address: string;
	/** The password, sealed (auth/seal.ts); empty in token mode, which keeps none. */
	sealed: Buffer;
	/** 0 or 1: “Stay signed in” was ticked. */
	persistent: number;
	created: number;
	seen: number;
	/** What the browser calls itself, shortened, for the list of sessions. */
	agent: string;
	/** 0 or 1: the second factor was shown, or this browser is trusted. */
	second: number;
	/** When the second factor, or the password of an account without one, was last shown; null: not in this stay. */
	proved: number | null;
	/** How it began. */
	way: SignInWay;
	/** The browser's network address at the beginning. */
	client: string;
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

/** Puts a row in the place of another, at once; false where the other is gone. */
export async function replace(id: string, row: SessionRow): Promise<boolean> {
	return database()
		.transaction()
		.execute(async (all) => {
			const { numDeletedRows } = await all.deleteFrom('session').where('id', '=', id).executeTakeFirst();
			if (numDeletedRows === 0n) return false;
			await all.insertInto('session').values(row).execute();
			return true;
		});
}

/** The account has a second factor now, which this session has shown or just set up; or it has none any more. */
export async function markSecond(id: string, second: boolean): Promise<void> {
	await database()
		.updateTable('session')
		.set({ second: Number(second) })
		.where('id', '=', id)
		.execute();
}

/** Puts another sealed password in the place of the old one. */
export async function reseal(id: string, sealed: Buffer): Promise<void> {
	await database().updateTable('session').set({ sealed }).where('id', '=', id).execute();
}

/** Takes every sealed password away; the sessions stay. */
export async function forgetSealed(): Promise<void> {
	await database()
		.updateTable('session')
		.set({ sealed: Buffer.alloc(0) })
		.execute();
}

/** Those of these ids that are sessions; asked for in pieces, since SQLite takes so many values at once. */
export async function existing(ids: readonly string[]): Promise<Set<string>> {
	const found = new Set<string>();
	for (let at = 0; at < ids.length; at += 500) {
		const rows = await database()
			.selectFrom('session')
			.select('id')
			.where('id', 'in', ids.slice(at, at + 500))
			.execute();
		for (const { id } of rows) found.add(id);
	}
	return found;
}

export async function remove(id: string): Promise<void> {
	await database().deleteFrom('session').where('id', '=', id).execute();
}

/** Removes those of an account but one, or of these the one with an id. Says which. */
export async function removeOthers(address: string, keep: string, id?: string): Promise<string[]> {
	const others = database().deleteFrom('session').where('address', '=', address).where('id', '!=', keep);
	const rows = await (id === undefined ? others : others.where('id', '=', id)).returning('id').execute();
	return rows.map((row) => row.id);
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
