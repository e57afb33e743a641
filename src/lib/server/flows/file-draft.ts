import { buffer } from 'node:stream/consumers';
import type { Account } from '$lib/server/account';
import { append } from '$lib/server/imap/append';
import { expunge } from '$lib/server/imap/expunge';
import { ensure, forget } from '$lib/server/imap/folders';
import { byMessageId } from '$lib/server/imap/search';
import { log } from '$lib/server/log';
import * as drafts from '$lib/server/store/drafts';
import { buildDraft } from './build-draft.ts';

/**
 * Puts the newest revision of a draft into the folder Drafts, where other programs see it, and takes the older
 * copies away: first the new one, then the old ones go, so that no moment is without any. Runs inside the draft's
 * turn. False when it could not be done; the draft is safe in the store and the next save tries again.
 */
export async function fileDraft(account: Account, id: string): Promise<boolean> {
	const draft = await drafts.find(account.address, id);
	if (!draft) return false;
	if (draft.copy && draft.copyRevision === draft.revision) return true;
	try {
		const { bytes } = await buildDraft(account, draft);
		const folder = (await ensure(account, 'drafts')).path;
		const placed = await append(account, folder, await buffer(bytes), {
			flags: ['\\Draft', '\\Seen'],
			date: new Date()
		});
		const copies = await byMessageId(account, folder, draft.messageId);
		const newest = placed ?? null;
		const uid = newest?.uid ?? copies.at(-1);
		const uidValidity = newest?.uidValidity ?? draft.copy?.uidValidity;
		if (uid === undefined || uidValidity === undefined) return true;
		await drafts.setCopy(account.address, id, { folder, uid, uidValidity }, draft.revision);
		const older = copies.filter((copy) => copy < uid);
		if (older.length > 0) await expunge(account, folder, uidValidity, older);
		return true;
	} catch (error) {
		forget(account.address);
		log('drafts').warn({ err: error }, 'copy of a draft not filed');
		return false;
	}
}
