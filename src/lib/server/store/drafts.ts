import type { Generated, Selectable } from 'kysely';
import type { DraftContent, Origin, Writer } from '$lib/mail/draft';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { database } from './database.ts';

/** A draft in progress. The copy in the folder Drafts follows it; this row is what the composer works on. */
export interface DraftTable {
	id: string;
	account: string;
	revision: number;
	/** JSON of `DraftContent`. */
	content: string;
	/** JSON of `Origin`, or null. */
	origin: string | null;
	in_reply_to: string;
	/** Message-IDs with spaces between. */
	message_references: string;
	/** Message-ID of the copies in Drafts; they share one. */
	message_id: string;
	/** Where the newest copy is, and which revision it shows. */
	copy_folder: string | null;
	copy_validity: string | null;
	copy_uid: number | null;
	copy_revision: Generated<number>;
	/** Whose save the newest revision is, as `Writer` has it. */
	writer: string | null;
	turn: Generated<number>;
	updated: number;
}

/** A draft as the flows use it. */
export interface StoredDraft {
	readonly id: string;
	readonly revision: number;
	readonly content: DraftContent;
	readonly origin: Origin | null;
	readonly inReplyTo: string;
	readonly references: readonly string[];
	readonly messageId: string;
	readonly copy: Copy | null;
	readonly copyRevision: number;
	/** Null when the newest revision came from no composer. */
	readonly writer: Writer | null;
}

/** A copy of a draft in the folder Drafts. */
export interface Copy {
	readonly folder: FolderPath;
	readonly uidValidity: string;
	readonly uid: Uid;
}

type Row = Selectable<DraftTable>;

function toDraft(row: Row): StoredDraft {
	return {
		id: row.id,
		revision: row.revision,
		content: JSON.parse(row.content) as DraftContent,
		origin: row.origin === null ? null : (JSON.parse(row.origin) as Origin),
		inReplyTo: row.in_reply_to,
		references: row.message_references.split(' ').filter((id) => id !== ''),
		messageId: row.message_id,
		copy:
			row.copy_folder === null || row.copy_validity === null || row.copy_uid === null
				? null
				: { folder: row.copy_folder as FolderPath, uidValidity: row.copy_validity, uid: row.copy_uid as Uid },
		copyRevision: row.copy_revision,
		writer: row.writer === null ? null : { id: row.writer, turn: row.turn }
	};
}

/** The draft, when it is this account's. */
export async function find(account: string, id: string): Promise<StoredDraft | null> {
	const row = await database()
		.selectFrom('draft')
		.selectAll()
		.where('id', '=', id)
		.where('account', '=', account)
		.executeTakeFirst();
	return row ? toDraft(row) : null;
}

/** The draft whose newest copy is this message of the folder. */
export async function findByCopy(account: string, copy: Copy): Promise<StoredDraft | null> {
	const row = await database()
		.selectFrom('draft')
		.selectAll()
		.where('account', '=', account)
		.where('copy_folder', '=', copy.folder)
		.where('copy_validity', '=', copy.uidValidity)
		.where('copy_uid', '=', copy.uid)
		.executeTakeFirst();
	return row ? toDraft(row) : null;
}

export type NewDraft = Pick<
	StoredDraft,
	'id' | 'content' | 'origin' | 'inReplyTo' | 'references' | 'messageId' | 'copy'
> & { readonly writer?: Writer | null };

/** Adds a draft at revision 1. False when the id is taken, be it by somebody else. */
export async function add(account: string, draft: NewDraft): Promise<boolean> {
	const result = await database()
		.insertInto('draft')
		.values({
			id: draft.id,
			account,
			revision: 1,
			content: JSON.stringify(draft.content),
			origin: draft.origin && JSON.stringify(draft.origin),
			in_reply_to: draft.inReplyTo,
			message_references: draft.references.join(' '),
			message_id: draft.messageId,
			copy_folder: draft.copy?.folder ?? null,
			copy_validity: draft.copy?.uidValidity ?? null,
			copy_uid: draft.copy?.uid ?? null,
			copy_revision: draft.copy ? 1 : 0,
			writer: draft.writer?.id ?? null,
			turn: draft.writer?.turn ?? 0,
			updated: Date.now()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	return result.numInsertedOrUpdatedRows === 1n;
}

/** Writes the next revision, when `revision` is still the newest. Returns the new number, or null. */
export async function write(
	account: string,
	id: string,
	revision: number,
	content: DraftContent,
	writer: Writer | null
): Promise<number | null> {
	const result = await database()
		.updateTable('draft')
		.set({
			revision: revision + 1,
			content: JSON.stringify(content),
			writer: writer?.id ?? null,
			turn: writer?.turn ?? 0,
			updated: Date.now()
		})
		.where('id', '=', id)
		.where('account', '=', account)
		.where('revision', '=', revision)
		.executeTakeFirst();
	return result.numUpdatedRows === 1n ? revision + 1 : null;
}

/** Counts a change of the attachments, which a copy in Drafts must follow. */
export async function touch(account: string, id: string): Promise<void> {
	await database()
		.updateTable('draft')
		.set({ copy_revision: 0, updated: Date.now() })
		.where('id', '=', id)
		.where('account', '=', account)
		.execute();
}

/** Remembers where the copy of a revision is. */
export async function setCopy(
	account: string,
	id: string,
	copy: Copy | null,
	revision: number
): Promise<void> {
	await database()
		.updateTable('draft')
		.set({
			copy_folder: copy?.folder ?? null,
			copy_validity: copy?.uidValidity ?? null,
			copy_uid: copy?.uid ?? null,
			copy_revision: revision
		})
		.where('id', '=', id)
		.where('account', '=', account)
		.execute();
}

export async function remove(account: string, id: string): Promise<void> {
	await database().deleteFrom('draft').where('id', '=', id).where('account', '=', account).execute();
}

/**
 * Drafts nobody touched since `before` (ms) whose copy in Drafts is complete, so that the row can be made again from
 * it, and those without any copy nobody touched since `forsaken` (ms).
 */
export async function idle(before: number, forsaken: number): Promise<{ account: string; id: string }[]> {
	return database()
		.selectFrom('draft')
		.select(['account', 'id'])
		.where((where) =>
			where.or([
				where.and([
					where('updated', '<', before),
					where('copy_uid', 'is not', null),
					where('copy_revision', '=', where.ref('revision'))
				]),
				where.and([where('updated', '<', forsaken), where('copy_uid', 'is', null)])
			])
		)
		.limit(500)
		.execute();
}
