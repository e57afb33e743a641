import type { Selectable } from 'kysely';
import { FAMILIAR } from '$lib/mail/sender-warnings';
import { database } from './database';

/** What one account knows and decided about one address that wrote to it. */
export interface SenderTable {
	account: string;
	/** Lower case. */
	address: string;
	/** Display name of the newest message, for the settings list. */
	name: string;
	/** Date of the oldest and newest message known, ms since 1970; null before any was looked at. */
	first_seen: number | null;
	last_seen: number | null;
	/** Messages of theirs that are known: opened here, or found when the past was looked at. */
	messages: number;
	/** Domain of the newest signature that held and is their own. */
	signed_by: string | null;
	/** Date of the oldest message so signed, ms since 1970. */
	signed_since: number | null;
	/** The name as `nameKey` compares it; null for none and for names that many bear. */
	name_key: string | null;
	/** When the folders were looked through for them, ms since 1970. */
	searched: number | null;
	/** Messages known that were written to them. */
	written: number | null;
	/** Pictures are loaded from then on, ms since 1970; null: ask each time. */
	images_since: number | null;
	/** 0 or 1: their mail keeps its light paper in the dark theme. */
	light: number;
}

export type SenderRow = Selectable<SenderTable>;

/** What is known of one sender. `address` in any case. */
export async function find(account: string, address: string): Promise<SenderRow | undefined> {
	return database()
		.selectFrom('sender')
		.selectAll()
		.where('account', '=', account)
		.where('address', '=', address.toLowerCase())
		.executeTakeFirst();
}

/** Adds to or changes what is known of one sender. */
export async function put(
	account: string,
	address: string,
	change: Partial<Omit<SenderTable, 'account' | 'address'>>
): Promise<void> {
	await database()
		.insertInto('sender')
		.values({ name: '', messages: 0, light: 0, ...change, account, address: address.toLowerCase() })
		.onConflict((conflict) => conflict.columns(['account', 'address']).doUpdateSet({ ...change, account }))
		.execute();
}

/** Senders for whom something was chosen: pictures, or light paper. By address. */
export async function chosen(account: string): Promise<SenderRow[]> {
	return database()
		.selectFrom('sender')
		.selectAll()
		.where('account', '=', account)
		.where((is) => is.or([is('images_since', 'is not', null), is('light', '=', 1)]))
		.orderBy('address')
		.limit(1000)
		.execute();
}

/** Addresses the reader has had several messages of or written to, the most familiar first; at most 500. */
export async function familiar(account: string): Promise<string[]> {
	const rows = await database()
		.selectFrom('sender')
		.select('address')
		.where('account', '=', account)
		.where((is) => is.or([is('messages', '>=', FAMILIAR), is('written', '>', 0)]))
		.orderBy('messages', 'desc')
		.limit(500)
		.execute();
	return rows.map(({ address }) => address);
}
