import type { Readable } from 'node:stream';
import type { Origin } from '$lib/mail/draft';
import type { Refusal, Sent } from '$lib/mail/sending';
import type { Account } from '$lib/server/account';
import { log } from '$lib/server/log';
import type { Envelope } from '$lib/server/mime/build';
import { Problem } from '$lib/server/problem';
import { submit } from '$lib/server/smtp/submit';
import * as outbox from '$lib/server/store/outbox';
import * as spool from '$lib/server/store/spool';
import { finishSent } from './finish-sent.ts';
import { settle } from './settle-outbox.ts';

/** Octets of a built message; beyond, the spool refuses. */
const MAX_BUILT = 200 * 1024 * 1024;

/** What an earlier try of the same draft came to. Errors: `send/unknown`. */
export async function earlierTry(
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

/** Puts the bytes into the spool, and adds the row that guards them. */
export async function keepBuilt(
	account: Account,
	id: string,
	built: { bytes: Readable; messageId: string; subject: string; origin: Origin | null }
): Promise<void> {
	const { file, size } = await spool.put(account.address, built.bytes, MAX_BUILT);
	await outbox.add(account.address, {
		draft: id,
		state: 'built',
		messageId: built.messageId,
		subject: built.subject.slice(0, 200),
		file,
		size,
		origin: built.origin,
		refused: [],
		folder: null
	});
}

/** Submits what was built. When it returns, the server has taken the message. */
export async function handOver(
	account: Account,
	id: string,
	envelope: Envelope,
	messageId: string
): Promise<void> {
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

/** Takes back what was built; what was known of it is forgotten. */
export async function drop(account: Account, id: string): Promise<void> {
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
