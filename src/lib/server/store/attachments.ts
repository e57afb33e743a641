import { sql } from 'kysely';
import type { DraftAttachment } from '$lib/mail/draft';
import { database } from './database.ts';

/** A file uploaded to a draft; its bytes are in the spool. */
export interface AttachmentTable {
	draft: string;
	name: string;
	type: string;
	size: number;
	/** Name of the file in the account's spool. */
	file: string;
	/** Order of arrival. */
	position: number;
}

/** An attachment with the place of its bytes. */
export interface StoredAttachment extends DraftAttachment {
	readonly file: string;
}

export async function list(draft: string): Promise<StoredAttachment[]> {
	return database()
		.selectFrom('attachment')
		.select(['name', 'type', 'size', 'file'])
		.where('draft', '=', draft)
		.orderBy('position')
		.execute();
}

/**
 * Adds one behind the others. False when the name is taken, the draft was removed while the file came in, or its
 * files would have more than `limit` octets together: others may have come in at the same time.
 */
export async function add(draft: string, attachment: StoredAttachment, limit: number): Promise<boolean> {
	const { name, type, size, file } = attachment;
	const result = await database()
		.insertInto('attachment')
		.columns(['draft', 'name', 'type', 'size', 'file', 'position'])
		.expression((from) =>
			from
				.selectFrom('draft')
				.where('id', '=', draft)
				.where(
					sql<boolean>`(select coalesce(sum(size), 0) from attachment where draft = ${draft}) + ${size} <= ${limit}`
				)
				.select([
					'id',
					sql<string>`${name}`.as('name'),
					sql<string>`${type}`.as('type'),
					sql<number>`${size}`.as('size'),
					sql<string>`${file}`.as('file'),
					sql<number>`(select coalesce(max(position), 0) + 1 from attachment where draft = ${draft})`.as(
						'position'
					)
				])
		)
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	return result.numInsertedOrUpdatedRows === 1n;
}

/** Removes one; returns the file that held its bytes, or null when there was none of that name. */
export async function remove(draft: string, name: string): Promise<string | null> {
	const row = await database()
		.deleteFrom('attachment')
		.where('draft', '=', draft)
		.where('name', '=', name)
		.returning('file')
		.executeTakeFirst();
	return row?.file ?? null;
}

export async function removeAll(draft: string): Promise<void> {
	await database().deleteFrom('attachment').where('draft', '=', draft).execute();
}

/** Every file of the spool that a draft still needs. */
export async function files(): Promise<Set<string>> {
	const rows = await database().selectFrom('attachment').select('file').execute();
	return new Set(rows.map((row) => row.file));
}
