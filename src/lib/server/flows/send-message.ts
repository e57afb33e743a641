import type { DraftContent, Writer } from '$lib/mail/draft';
import { checkOutgoing, type Outgoing } from '$lib/mail/outgoing';
import type { Sent } from '$lib/mail/sending';
import type { Account } from '$lib/server/account';
import { build, type Envelope } from '$lib/server/mime/build';
import { Problem } from '$lib/server/problem';
import * as drafts from '$lib/server/store/drafts';
import { draftFiles, newMessageId } from './build-draft.ts';
import { finishSent } from './finish-sent.ts';
import { drop, earlierTry, handOver, keepBuilt } from './hand-over.ts';
import { inTurn } from './in-turn.ts';
import { requireIdentity } from './list-identities.ts';
import { rememberWritten } from './remember-written.ts';
import { keepContent } from './save-draft.ts';

/** What the person pressed Send on. */
export interface SendRequest {
	readonly content: DraftContent;
	readonly revision: number;
	readonly writer?: Writer | null;
	/** The person was told that an earlier try may have gone out, and wants it sent all the same. */
	readonly again: boolean;
}

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
		await rememberWritten(account, [...recipients.to, ...recipients.cc, ...recipients.bcc]);
		return finishSent(account, id);
	});
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
	const { subject } = draft.content;
	await keepBuilt(account, id, { bytes, messageId: message.messageId, subject, origin: draft.origin });
	return envelope;
}
