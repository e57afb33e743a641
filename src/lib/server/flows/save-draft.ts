import { isDeepStrictEqual } from 'node:util';
import type { DraftContent, Writer } from '$lib/mail/draft';
import type { Account } from '$lib/server/account';
import { Problem } from '$lib/server/problem';
import * as drafts from '$lib/server/store/drafts';
import * as outbox from '$lib/server/store/outbox';
import { newMessageId } from './build-draft.ts';
import { fileDraft } from './file-draft.ts';
import { inTurn } from './in-turn.ts';

export interface DraftSave {
	readonly content: DraftContent;
	/** The revision the change started from; 0 for a draft that was never saved. */
	readonly revision: number;
	readonly writer?: Writer | null;
	/** Also put a copy into the folder Drafts. */
	readonly file: boolean;
}

/**
 * Keeps what was written. The store comes first and decides; the copy in Drafts follows and may fail without
 * harm. Errors: `draft/changed` when another tab saved, sent or removed it meanwhile.
 */
export async function saveDraft(
	account: Account,
	id: string,
	{ file, ...save }: DraftSave
): Promise<{ revision: number; filed: boolean }> {
	return inTurn(`draft ${id}`, async () => {
		if (await outbox.find(account.address, id)) throw new Problem('draft/changed');
		const saved = await keepContent(account, id, save);
		return { revision: saved, filed: file && (await fileDraft(account, id)) };
	});
}

/** Writes the next revision, or makes the draft. Runs inside the draft's turn. Errors: `draft/changed`. */
export async function keepContent(
	account: Account,
	id: string,
	{ content, revision, writer = null }: Omit<DraftSave, 'file'>
): Promise<number> {
	const known = await drafts.find(account.address, id);
	if (!known) {
		// Removed in another tab: made anew it would lack its files and what it answers.
		if (revision > 0) throw new Problem('draft/changed');
		const base = { id, content, origin: null, inReplyTo: '', references: [], copy: null, writer };
		// Taken by somebody else's draft.
		if (!(await drafts.add(account.address, { ...base, messageId: newMessageId(account) }))) {
			throw new Problem('draft/changed');
		}
		return 1;
	}
	// The same again: the answer to an earlier try was lost on its way.
	if (isDeepStrictEqual(known.content, content) && revision <= known.revision) return known.revision;
	// Goes on from a save of its own of which it never heard; one that was overtaken on its way does not.
	const goesOn = writer !== null && writer.id === known.writer?.id && writer.turn > known.writer.turn;
	const base = goesOn ? known.revision : revision;
	const next = await drafts.write(account.address, id, base, content, writer);
	if (next === null) throw new Problem('draft/changed');
	return next;
}
