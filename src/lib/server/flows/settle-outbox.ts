import type { Unsettled } from '$lib/mail/sending';
import type { Account } from '$lib/server/account';
import { ensure } from '$lib/server/imap/folders';
import { byMessageId } from '$lib/server/imap/search';
import { log } from '$lib/server/log';
import * as outbox from '$lib/server/store/outbox';
import * as spool from '$lib/server/store/spool';
import { finishSent } from './finish-sent.ts';
import { inTurn } from './in-turn.ts';

/**
 * Finds out what became of messages this process knows nothing of: it was killed, or the copy could not be filed.
 * Nothing is ever sent from here. What was handed over without an answer is looked for in Sent; when it is not
 * there, nobody knows, and the person is told so with the Message-ID.
 */
export async function settleOutbox(account: Account): Promise<Unsettled[]> {
	const told: Unsettled[] = [];
	for (const { draft } of await outbox.open(account.address)) {
		const news = await inTurn(`draft ${draft}`, () => settleOne(account, draft)).catch((error: unknown) => {
			log('send').warn({ err: error }, 'outbox not settled');
			return null;
		});
		if (news) told.push(news);
	}
	return told;
}

async function settleOne(account: Account, draft: string): Promise<Unsettled | null> {
	// Read inside the turn: while we waited, the sending itself may have come to its end.
	const entry = await outbox.find(account.address, draft);
	if (!entry || entry.state === 'filed') return null;
	const { messageId, subject } = entry;
	const state = await settle(account, entry);
	if (state === 'unknown') return { draft, messageId, subject, state };
	if (state === 'built') {
		await outbox.remove(draft);
		if (entry.file) await spool.remove(account.address, entry.file);
		return { draft, messageId, subject, state: 'not-sent' };
	}
	const { folder } = await finishSent(account, draft);
	return { draft, messageId, subject, state: folder ? 'filed' : 'not-filed' };
}

/** The state a message is really in. Only called in its turn, so “submitting” means that a process died over it. */
export async function settle(account: Account, entry: outbox.OutboxEntry): Promise<outbox.OutboxState> {
	if (entry.state !== 'submitting' && entry.state !== 'unknown') return entry.state;
	const folder = (await ensure(account, 'sent')).path;
	const there = (await byMessageId(account, folder, entry.messageId)).length > 0;
	if (there) {
		await outbox.advance(entry.draft, entry.state, 'sent');
		return 'sent';
	}
	if (entry.state === 'submitting') await outbox.advance(entry.draft, 'submitting', 'unknown');
	return 'unknown';
}

/** The person gives up on a message of unknown fate: the draft is a plain draft again. */
export async function releaseUnknown(account: Account, draft: string): Promise<void> {
	await inTurn(`draft ${draft}`, async () => {
		const entry = await outbox.find(account.address, draft);
		if (entry?.state !== 'unknown') return;
		await outbox.remove(draft);
		if (entry.file) await spool.remove(account.address, entry.file);
	});
}
