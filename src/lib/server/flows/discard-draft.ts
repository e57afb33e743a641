import type { Account } from '$lib/server/account';
import { expunge } from '$lib/server/imap/expunge';
import { byMessageId } from '$lib/server/imap/search';
import { log } from '$lib/server/log';
import * as attachments from '$lib/server/store/attachments';
import * as drafts from '$lib/server/store/drafts';
import * as spool from '$lib/server/store/spool';
import { inTurn } from './in-turn.ts';

/** Removes a draft everywhere: row, files, and its copies in Drafts. Does nothing when there is none. */
export async function discardDraft(account: Account, id: string): Promise<void> {
	await inTurn(`draft ${id}`, () => dropDraft(account, id));
}

/** The same inside the draft's turn. A copy in Drafts that cannot be removed now stays, which loses nothing. */
export async function dropDraft(account: Account, id: string): Promise<void> {
	const draft = await drafts.find(account.address, id);
	if (!draft) return;
	const files = await attachments.list(id);
	await drafts.remove(account.address, id);
	await attachments.removeAll(id);
	await Promise.all(files.map(({ file }) => spool.remove(account.address, file)));
	if (!draft.copy) return;
	const { folder, uidValidity } = draft.copy;
	try {
		const copies = await byMessageId(account, folder, draft.messageId);
		if (copies.length > 0) await expunge(account, folder, uidValidity, copies);
	} catch (error) {
		log('drafts').warn({ err: error }, 'copy of a draft not removed');
	}
}
