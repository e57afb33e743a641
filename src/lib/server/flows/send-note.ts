import { createHash } from 'node:crypto';
import type { Sent } from '$lib/mail/sending';
import type { Account } from '$lib/server/account';
import { build, type NewMessage } from '$lib/server/mime/build';
import { newMessageId } from './build-draft.ts';
import { finishSent } from './finish-sent.ts';
import { drop, earlierTry, handOver, keepBuilt } from './hand-over.ts';
import { inTurn } from './in-turn.ts';

/** A message the product writes when a person presses a button: an answer to an invitation, leaving a list. */
export type Note = Omit<NewMessage, 'messageId' | 'date' | 'cc' | 'bcc' | 'files'>;

/** The id of a note: the same deed has the same id, in every tab and after a crash (UUID, version 8). */
export function noteId(...deed: readonly (string | number)[]): string {
	const hex = createHash('sha256').update(JSON.stringify(deed)).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32)
	].join('-');
}

/**
 * Sends a note once, by the same steps as a draft: what was sent under this id is not sent again, whoever asks.
 * `again`: the person knows that an earlier try may have gone out. Errors: as `sendMessage`.
 */
export async function sendNote(account: Account, id: string, note: Note, again = false): Promise<Sent> {
	return inTurn(`draft ${id}`, async () => {
		const earlier = await earlierTry(account, id, again);
		if (earlier.sent) return earlier.sent;
		await drop(account, id);
		const messageId = earlier.messageId ?? newMessageId(account);
		const { bytes, envelope } = build({
			...note,
			cc: [],
			bcc: [],
			files: [],
			date: new Date(),
			messageId
		});
		await keepBuilt(account, id, { bytes, messageId, subject: note.subject, origin: null });
		await handOver(account, id, envelope, messageId);
		return finishSent(account, id);
	});
}
