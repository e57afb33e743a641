import type { Origin } from '$lib/mail/draft';
import type { FolderPath } from '$lib/mail/ids';
import type { Sent } from '$lib/mail/sending';
import type { Account } from '$lib/server/account';
import { append } from '$lib/server/imap/append';
import * as folders from '$lib/server/imap/folders';
import { markAnswered } from '$lib/server/imap/mark-answered';
import { byMessageId } from '$lib/server/imap/search';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import * as outbox from '$lib/server/store/outbox';
import * as spool from '$lib/server/store/spool';
import { dropDraft } from './discard-draft.ts';

/**
 * Everything behind the server's yes: the same bytes into Sent, the original marked as answered or forwarded, the
 * draft removed. Runs inside the draft's turn, any number of times. Nothing here can turn “sent” into a failure:
 * `folder` is null while the copy is missing, and it is filed at the next chance.
 */
export async function finishSent(account: Account, id: string): Promise<Sent> {
	const entry = await outbox.find(account.address, id);
	if (!entry) throw new Problem('draft/missing');
	const folder = entry.state === 'filed' ? entry.folder : await fileSent(account, entry);
	await Promise.all([
		entry.state === 'filed' ? undefined : markOrigin(account, entry.origin),
		dropDraft(account, id)
	]);
	if (folder) await outbox.setTold(id);
	return { messageId: entry.messageId, refused: entry.refused, folder };
}

/** Appends the bytes to Sent unless they are there already. Null when that failed; the bytes are kept for later. */
export async function fileSent(account: Account, entry: outbox.OutboxEntry): Promise<FolderPath | null> {
	try {
		const folder = (await folders.ensure(account, 'sent')).path;
		const there = (await byMessageId(account, folder, entry.messageId)).length > 0;
		if (!there) {
			if (!entry.file) return null;
			const bytes = await spool.bytes(account.address, entry.file);
			await append(account, folder, bytes, { flags: ['\\Seen'], date: new Date() });
		}
		await outbox.advance(entry.draft, 'sent', 'filed', { folder, file: null });
		if (entry.file) await spool.remove(account.address, entry.file);
		return folder;
	} catch (error) {
		folders.forget(account.address);
		log('send').warn({ err: error, messageId: entry.messageId }, 'sent, but the copy is not in Sent yet');
		return null;
	}
}

/** `\Answered` or `$Forwarded` on the original (RFC 9051 §2.3.2). It may be gone by now; that is nobody's concern. */
async function markOrigin(account: Account, origin: Origin | null): Promise<void> {
	if (!origin) return;
	try {
		await markAnswered(account, origin, origin.kind === 'forward' ? '$Forwarded' : '\\Answered');
	} catch (error) {
		log('send').info({ err: error }, 'the answered message could not be marked');
	}
}
