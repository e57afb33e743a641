import type { Selectable } from 'kysely';
import type { Origin } from '$lib/mail/draft';
import type { FolderPath } from '$lib/mail/ids';
import type { Refusal } from '$lib/mail/sending';
import { database } from './database.ts';

/**
 * How far a message has got. `built`: the bytes are in the spool, nothing was handed over. `submitting`: the server
 * may have it. `sent`: it took it. `filed`: the copy is in Sent. `unknown`: the answer never came.
 */
export type OutboxState = 'built' | 'submitting' | 'sent' | 'filed' | 'unknown';

/** One message on its way out. The draft's id is the key: a draft is sent once. */
export interface OutboxTable {
	draft: string;
	account: string;
	state: OutboxState;
	message_id: string;
	subject: string;
	/** File of the spool with the bytes as sent; null once filed. */
	file: string | null;
	size: number;
	/** JSON of `Origin`, or null. */
	origin: string | null;
	/** JSON of `Refusal[]`. */
	refused: string;
	/** Folder of the copy. */
	folder: string | null;
	/** 1 when the person has been told what came of it. */
	told: number;
	updated: number;
}

export interface OutboxEntry {
	readonly draft: string;
	readonly state: OutboxState;
	readonly messageId: string;
	readonly subject: string;
	readonly file: string | null;
	readonly size: number;
	readonly origin: Origin | null;
	readonly refused: readonly Refusal[];
	readonly folder: FolderPath | null;
}

function toEntry(row: Selectable<OutboxTable>): OutboxEntry {
	return {
		draft: row.draft,
		state: row.state,
		messageId: row.message_id,
		subject: row.subject,
		file: row.file,
		size: row.size,
		origin: row.origin === null ? null : (JSON.parse(row.origin) as Origin),
		refused: JSON.parse(row.refused) as Refusal[],
		folder: row.folder as FolderPath | null
	};
}

export async function find(account: string, draft: string): Promise<OutboxEntry | null> {
	const row = await database()
		.selectFrom('outbox')
		.selectAll()
		.where('draft', '=', draft)
		.where('account', '=', account)
		.executeTakeFirst();
	return row ? toEntry(row) : null;
}

/** Puts a built message in. False when this draft is on its way already. */
export async function add(account: string, entry: OutboxEntry): Promise<boolean> {
	const result = await database()
		.insertInto('outbox')
		.values({
			draft: entry.draft,
			account,
			state: entry.state,
			message_id: entry.messageId,
			subject: entry.subject,
			file: entry.file,
			size: entry.size,
			origin: entry.origin && JSON.stringify(entry.origin),
			refused: JSON.stringify(entry.refused),
			folder: entry.folder,
			told: 0,
			updated: Date.now()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	return result.numInsertedOrUpdatedRows === 1n;
}

/** Moves a message on, only from the state it was believed in. False when it had left that state. */
export async function advance(
	draft: string,
	from: OutboxState,
	to: OutboxState,
	more: { refused?: readonly Refusal[]; folder?: FolderPath; file?: null } = {}
): Promise<boolean> {
	const result = await database()
		.updateTable('outbox')
		.set({
			state: to,
			updated: Date.now(),
			...(more.refused ? { refused: JSON.stringify(more.refused) } : {}),
			...(more.folder ? { folder: more.folder } : {}),
			...(more.file === null ? { file: null } : {})
		})
		.where('draft', '=', draft)
		.where('state', '=', from)
		.executeTakeFirst();
	return result.numUpdatedRows === 1n;
}

/** Messages of an account that are not at rest, and those whose end nobody has been told. */
export async function open(account: string): Promise<(OutboxEntry & { told: boolean })[]> {
	const rows = await database()
		.selectFrom('outbox')
		.selectAll()
		.where('account', '=', account)
		.where((where) => where.or([where('state', '!=', 'filed'), where('told', '=', 0)]))
		.orderBy('updated')
		.limit(100)
		.execute();
	return rows.map((row) => ({ ...toEntry(row), told: row.told === 1 }));
}

export async function setTold(draft: string): Promise<void> {
	await database().updateTable('outbox').set({ told: 1 }).where('draft', '=', draft).execute();
}

export async function remove(draft: string): Promise<void> {
	await database().deleteFrom('outbox').where('draft', '=', draft).execute();
}

/** Forgets what has been filed since before `before` (ms). */
export async function sweep(before: number): Promise<void> {
	await database().deleteFrom('outbox').where('state', '=', 'filed').where('updated', '<', before).execute();
}

/** Every file of the spool that a message still needs. */
export async function files(): Promise<Set<string>> {
	const rows = await database().selectFrom('outbox').select('file').where('file', 'is not', null).execute();
	return new Set(rows.map((row) => row.file!));
}
