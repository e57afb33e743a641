import type { DraftContent, Writer } from '$lib/mail/draft';
import { checkOutgoing, type Outgoing } from '$lib/mail/outgoing';
import type { Refusal, Sent } from '$lib/mail/sending';
import type { Account } from '$lib/server/account';
import { log } from '$lib/server/log';
import { build, type Envelope } from '$lib/server/mime/build';
import { Problem } from '$lib/server/problem';
import { submit } from '$lib/server/smtp/submit';
import * as drafts from '$lib/server/store/drafts';
import * as outbox from '$lib/server/store/outbox';
import * as spool from '$lib/server/store/spool';
import { draftFiles, newMessageId } from './build-draft.ts';
import { finishSent } from './finish-sent.ts';
import { inTurn } from './in-turn.ts';
import { requireIdentity } from './list-identities.ts';
import { keepContent } from './save-draft.ts';
import { settle } from './settle-outbox.ts';

/** What the person pressed Send on. */
export interface SendRequest {
	readonly content: DraftContent;
	readonly revision: number;
	readonly writer?: Writer | null;
	/** The person was told that an earlier try may have gone out, and wants it sent all the same. */
	readonly again: boolean;
}

/** Octets of a built message; beyond, the spool refuses. */
const MAX_BUILT = 200 * 1024 * 1024;

/**
 * Sends a draft once, whatever happens: a second click, another tab or a reload get the answer of the first. Each
 * step is written down before the next (built → submitting → sent → filed), so that a crash is never taken for
 * “not sent” when it was, nor the other way round. Errors: `send/from`, `input/invalid`, `draft/changed`,
 * `send/refused`, `send/unknown` with the Message-ID as detail, and those of `submit`, all meaning “not sent”.
 */
export async function sendMessage(account: Account, id: string, request: SendRequest): Promise<Sent> {
	return inTurn(`draft ${id}`, async () => {
		const earlier = await earlierTry(account, id, request.again);
		if (earlier.sent) return earlier.sent;
		const from = requireIdentity(account, request.content.from);
		const recipients = checkOutgoing(request.content);
		if (recipients.mistakes.length > 0)
			throw new Problem('input/invalid', { detail: recipients.mistakes[0]!.kind });
		await keepContent(account, id, request);
		// Not before: a message that cannot go now must keep what is known of the earlier try.
		await drop(account, id);
		const messageId = earlier.messageId ?? newMessageId(account);
		const envelope = await prepare(account, id, { from, recipients, messageId });
		await handOver(account, id, envelope, messageId);
		return finishSent(account, id);
	});
}

/** What an earlier try of the same draft came to. Errors: `send/unknown`. */
async function earlierTry(
	account: Account,
	id: string,
	again: boolean
): Promise<{ sent?: Sent; messageId?: string }> {
	const entry = await outbox.find(account.address, id);
	if (!entry) return {};
	const state = await settle(account, entry);
	if (state === 'filed' || state === 'sent') return { sent: await finishSent(account, id) };
	if (state === 'unknown' && !again) throw new Problem('send/unknown', { detail: entry.messageId });
	// The same id again: servers and programs that already have the message recognise the double.
	return state === 'unknown' ? { messageId: entry.messageId } : {};
}

/** Builds the bytes into the spool and the row that guards them. */
async function prepare(
	account: Account,
	id: string,
	message: { from: { name: string; address: string }; recipients: Outgoing; messageId: string }
): Promise<Envelope> {
	const draft = await drafts.find(account.address, id);
	if (!draft) throw new Problem('draft/missing');
	const { bytes, envelope } = build({
		from: message.from,
		to: message.recipients.to,
		cc: message.recipients.cc,
		bcc: message.recipients.bcc,
		subject: draft.content.subject,
		text: draft.content.text,
		date: new Date(),
		messageId: message.messageId,
		inReplyTo: draft.inReplyTo,
		references: draft.references,
		files: await draftFiles(account, id)
	});
	const { file, size } = await spool.put(account.address, bytes, MAX_BUILT);
	await outbox.add(account.address, {
		draft: id,
		state: 'built',
		messageId: message.messageId,
		subject: draft.content.subject.slice(0, 200),
		file,
		size,
		origin: draft.origin,
		refused: [],
		folder: null
	});
	return envelope;
}

/** Submits what was built. When it returns, the server has taken the message. */
async function handOver(account: Account, id: string, envelope: Envelope, messageId: string): Promise<void> {
	const entry = (await outbox.find(account.address, id))!;
	await outbox.advance(id, 'built', 'submitting');
	const open = () => spool.read(account.address, entry.file!);
	const outcome = await submit(account, { ...envelope, size: entry.size, open }).catch(
		async (error: unknown) => {
			await drop(account, id);
			throw error;
		}
	);
	if (outcome.kind === 'unknown') {
		log('send').warn({ reason: outcome.reason, messageId }, 'submission ended without an answer');
		await outbox.advance(id, 'submitting', 'unknown');
		throw new Problem('send/unknown', { detail: messageId });
	}
	if (outcome.kind === 'refused') {
		await drop(account, id);
		throw new Problem('send/refused', { detail: refusedDetail(outcome.reply, outcome.refused) });
	}
	await outbox.advance(id, 'submitting', 'sent', { refused: outcome.refused });
}

async function drop(account: Account, id: string): Promise<void> {
	const entry = await outbox.find(account.address, id);
	if (!entry) return;
	await outbox.remove(id);
	if (entry.file) await spool.remove(account.address, entry.file);
}

/** The server's words, each recipient with its own. */
function refusedDetail(reply: string, refused: readonly Refusal[]): string {
	if (refused.length === 0) return reply;
	return refused.map(({ address, reply: words }) => `${address}: ${words}`).join('\n');
}
