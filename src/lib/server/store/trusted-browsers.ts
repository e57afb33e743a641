import { sql } from 'kysely';
import { database } from './database';

/** A browser that need not show the second factor for some days. Times in epoch milliseconds. */
export interface TrustedBrowserTable {
	/** SHA-256 of the cookie's value, hex. */
	id: string;
	address: string;
	created: number;
	expires: number;
	used: number;
	agent: string;
	client: string;
}

export async function insert(row: TrustedBrowserTable): Promise<void> {
	await database().insertInto('trusted_browser').values(row).execute();
}

export async function find(id: string): Promise<TrustedBrowserTable | undefined> {
	return database().selectFrom('trusted_browser').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function use(id: string, used: number, client: string): Promise<void> {
	await database().updateTable('trusted_browser').set({ used, client }).where('id', '=', id).execute();
}

/** Those of an account, last used first. */
export async function ofAddress(address: string): Promise<TrustedBrowserTable[]> {
	return database()
		.selectFrom('trusted_browser')
		.selectAll()
		.where('address', '=', address)
		.orderBy('used', 'desc')
		.execute();
}

/** Removes one of an account, or all of them without an id. */
export async function remove(address: string, id?: string): Promise<void> {
	const all = database().deleteFrom('trusted_browser').where('address', '=', address);
	await (id === undefined ? all : all.where('id', '=', id)).execute();
}

/** None is trusted for longer than `life` ms from its beginning. */
export async function shorten(life: number): Promise<void> {
	await database()
		.updateTable('trusted_browser')
		.set({ expires: sql<number>`created + ${life}` })
		.where('expires', '>', sql<number>`created + ${life}`)
		.execute();
}

export async function sweep(now: number): Promise<void> {
	await database().deleteFrom('trusted_browser').where('expires', '<', now).execute();
}
