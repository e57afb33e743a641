import type { FolderPath, PartId, Uid } from '$lib/mail/ids';
import type { Answer, AnswerRequest, GivenAnswer, Invitation } from '$lib/mail/invitation';
import type { Account } from '$lib/server/account';
import { writeReply } from '$lib/server/calendar/write-reply';
import { Problem } from '$lib/server/problem';
import * as answers from '$lib/server/store/answers';
import { inTurn } from './in-turn.ts';
import { requireIdentity } from './list-identities.ts';
import { findInvitation, occurrenceKey, type FoundInvitation } from './open-invitation.ts';
import { noteId, sendNote } from './send-note.ts';

/** The words around an answer, in the person's language. */
export interface AnswerWording {
	readonly subject: (answer: Answer, invitation: Invitation) => string;
	readonly text: (answer: Answer, invitation: Invitation, comment: string) => string;
}

/**
 * Answers an invitation by mail to its organizer (RFC 6047), from the address that was invited, and remembers it. The
 * same answer is sent once, in however many tabs it is pressed; another one replaces it. Errors: `input/invalid` when
 * there is nothing to answer, those of `findInvitation` and `sendNote`.
 */
export async function answerInvitation(
	account: Account,
	message: { folder: FolderPath; uid: Uid; part: PartId },
	request: AnswerRequest,
	wording: AnswerWording
): Promise<GivenAnswer> {
	const first = await findInvitation(account, message.folder, message.uid, message.part);
	const { invitation: asked } = first;
	return inTurn(`answer ${account.address} ${asked.uid} ${occurrenceKey(asked)}`, async () => {
		const earlier = await answers.find(account.address, asked.uid, occurrenceKey(asked));
		const same =
			earlier?.answer === request.answer &&
			earlier.sequence >= asked.sequence &&
			(request.comment === '' || request.comment === earlier.comment);
		if (earlier && same)
			return { answer: earlier.answer, at: earlier.at, sequence: earlier.sequence, told: earlier.organizer };
		return send(account, first, request, wording, earlier?.at ?? 0);
	});
}

async function send(
	account: Account,
	{ read, invitation, structure }: FoundInvitation,
	{ answer, comment, again }: AnswerRequest,
	wording: AnswerWording,
	before: number
): Promise<GivenAnswer> {
	const { you, organizer, uid, sequence } = invitation;
	if (!invitation.answerable || !you || !organizer) throw new Problem('input/invalid');
	const from = requireIdentity(account, you);
	const occurrence = occurrenceKey(invitation);
	const content = writeReply({
		invitation: read,
		you,
		name: from.name,
		answer,
		comment,
		now: new Date()
	});
	const { messageId } = structure.header;
	await sendNote(
		account,
		// With the time of the answer before it: an answer that was changed can be changed back.
		noteId('answer', account.address, uid, occurrence, sequence, answer, comment, before),
		{
			from,
			to: [{ name: organizer.name, address: organizer.address }],
			subject: wording.subject(answer, invitation),
			text: wording.text(answer, invitation, comment),
			inReplyTo: messageId,
			references: messageId ? [messageId] : [],
			calendar: { method: 'REPLY', content }
		},
		again
	);
	const given = { answer, at: Date.now(), sequence, told: organizer.address.toLowerCase() };
	await answers.put({
		account: account.address,
		event: uid,
		occurrence,
		answer,
		comment,
		sequence,
		organizer: given.told,
		at: given.at
	});
	return given;
}
