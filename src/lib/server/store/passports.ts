import type { Kysely } from 'kysely';
import { database } from './database';
import type { Schema } from './schema';
import { find, type SenderRow, type SenderTable } from './senders';

/** One message of a sender that was counted. */
export interface SenderMessageTable {
	account: string;
	address: string;
	/** What tells it from others, wherever it lies. */
	message: string;
	/** When, ms since 1970. */
	counted: number;
}

/** Messages remembered of one sender, so that opening one again does not count it again. */
const MAX_MESSAGES = 50;

/** One message of theirs, seen. */
export interface Sighting {
	/** Any case. */
	readonly address: string;
	readonly name: string;
	readonly nameKey: string | null;
	/** What tells the message from others, wherever it lies. */
	readonly message: string;
	/** When it came, ms since 1970. */
	readonly at: number;
	/** Domain of a signature that holds and is the sender's own. */
	readonly signedBy: string | null;
}

const least = (a: number | null | undefined, b: number | null): number | null =>
	a === null || a === undefined ? b : b === null ? a : Math.min(a, b);
const most = (a: number | null | undefined, b: number | null): number | null =>
	a === null || a === undefined ? b : b === null ? a : Math.max(a, b);

/** Whether this message was counted already. `address` in any case. */
export async function isCounted(account: string, address: string, message: string): Promise<boolean> {
	const found = await database()
		.selectFrom('sender_message')
		.select('counted')
		.where('account', '=', account)
		.where('address', '=', address.toLowerCase())
		.where('message', '=', message)
		.executeTakeFirst();
	return found !== undefined;
}

async function upsert(
	account: string,
	address: string,
	change: Partial<Omit<SenderTable, 'account' | 'address'>>,
	db: Kysely<Schema> = database()
): Promise<void> {
	await db
		.insertInto('sender')
		.values({ name: '', messages: 0, light: 0, ...change, account, address: address.toLowerCase() })
		.onConflict((conflict) => conflict.columns(['account', 'address']).doUpdateSet(change))
		.execute();
}

/** Adds a message to what is known of its sender; one that was counted changes nothing. */
export async function count(account: string, seen: Sighting, now: number = Date.now()): Promise<void> {
	const address = seen.address.toLowerCase();
	await database()
		.transaction()
		.execute(async (db) => {
			const added = await db
				.insertInto('sender_message')
				.values({ account, address, message: seen.message, counted: now })
				.onConflict((conflict) => conflict.doNothing())
				.executeTakeFirst();
			if (added.numInsertedOrUpdatedRows === 0n) return;
			const row = await db
				.selectFrom('sender')
				.selectAll()
				.where('account', '=', account)
				.where('address', '=', address)
				.executeTakeFirst();
			const newest = seen.at >= (row?.last_seen ?? 0);
			// A search has counted what had come before it.
			const known = row?.searched !== null && row?.searched !== undefined && seen.at <= row.searched;
			const change = {
				first_seen: least(row?.first_seen, seen.at),
				last_seen: most(row?.last_seen, seen.at),
				messages: (row?.messages ?? 0) + (known ? 0 : 1),
				...(newest || !row ? { name: seen.name, name_key: seen.nameKey } : {}),
				...(seen.signedBy && (newest || !row?.signed_by) ? { signed_by: seen.signedBy } : {}),
				...(seen.signedBy ? { signed_since: least(row?.signed_since, seen.at) } : {})
			};
			await upsert(account, address, change, db);
			await db
				.deleteFrom('sender_message')
				.where('account', '=', account)
				.where('address', '=', address)
				.where('message', 'not in', (query) =>
					query
						.selectFrom('sender_message')
						.select('message')
						.where('account', '=', account)
						.where('address', '=', address)
						.orderBy('counted', 'desc')
						.limit(MAX_MESSAGES)
				)
				.execute();
		});
}

/** What the folders say of a sender, those that were never opened here too. */
export interface Past {
	/** ms since 1970; null when there is nothing of theirs. */
	readonly firstSeen: number | null;
	readonly lastSeen: number | null;
	readonly messages: number;
	readonly written: number;
	readonly signedBy: string | null;
	readonly signedSince: number | null;
}

/** Adds what the folders say. */
export async function learn(
	account: string,
	address: string,
	past: Past,
	now: number = Date.now()
): Promise<void> {
	const row = await find(account, address);
	const change = {
		first_seen: least(row?.first_seen, past.firstSeen),
		last_seen: most(row?.last_seen, past.lastSeen),
		messages: Math.max(row?.messages ?? 0, past.messages),
		written: Math.max(row?.written ?? 0, past.written),
		signed_by: row?.signed_by ?? past.signedBy,
		signed_since: least(row?.signed_since, past.signedSince),
		searched: now
	};
	await upsert(account, address, change);
}

/** Notes a name and the date of a message of theirs, without counting it. */
export async function meet(
	account: string,
	seen: Pick<Sighting, 'address' | 'name' | 'nameKey' | 'at'>
): Promise<void> {
	const row = await find(account, seen.address);
	const change = {
		first_seen: least(row?.first_seen, seen.at),
		...(row?.name_key ? {} : { name: seen.name.slice(0, 200), name_key: seen.nameKey })
	};
	await upsert(account, seen.address, change);
}

/** Notes that somebody was written to: a person the reader knows. */
export async function wrote(
	account: string,
	to: Pick<Sighting, 'address' | 'name' | 'nameKey'>
): Promise<void> {
	const row = await find(account, to.address);
	const named = row?.name_key || to.nameKey === null ? {} : { name: to.name, name_key: to.nameKey };
	await upsert(account, to.address, { written: (row?.written ?? 0) + 1, ...named });
}

/** Others who go by this name, those known longest first. */
export async function bearers(account: string, nameKey: string): Promise<SenderRow[]> {
	return database()
		.selectFrom('sender')
		.selectAll()
		.where('account', '=', account)
		.where('name_key', '=', nameKey)
		.orderBy('first_seen')
		.limit(20)
		.execute();
}
