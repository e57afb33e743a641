import { findPart } from '$lib/mail/body';
import type { ContactCards } from '$lib/mail/contact-card';
import type { FolderPath, PartId, Uid } from '$lib/mail/ids';
import { isCalendar, isContactCard, type GivenAnswer, type Invitation } from '$lib/mail/invitation';
import type { MessageStructure } from '$lib/mail/structure';
import type { Account } from '$lib/server/account';
import { MAX_FILE } from '$lib/server/calendar/jcal';
import { judgeInvitation } from '$lib/server/calendar/judge-invitation';
import { readCards } from '$lib/server/calendar/read-cards';
import { readInvitation, type ReadInvitation } from '$lib/server/calendar/read-invitation';
import * as parts from '$lib/server/imap/parts';
import { Problem } from '$lib/server/problem';
import * as answers from '$lib/server/store/answers';
import { listIdentities } from './list-identities.ts';

/** Octets of a file as transferred; base64 makes four of three. */
const MAX_SENT = MAX_FILE * 1.5;

/** An invitation with what an answer to it needs. */
export interface FoundInvitation {
	readonly structure: MessageStructure;
	readonly read: ReadInvitation;
	readonly invitation: Invitation;
}

/**
 * Reads a calendar part: what it says, whether the sender of the message may say so, what was answered before.
 * Changes nothing, whatever it says. Errors: `message/missing`, `part/missing` also for what cannot be read.
 */
export async function findInvitation(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId
): Promise<FoundInvitation> {
	const { structure, text } = await readSmall(account, folder, uid, part, isCalendar);
	const read = readInvitation(text, Date.now());
	const row = await answers.find(account.address, read.uid, occurrenceKey(read));
	const given: GivenAnswer | null = row
		? { answer: row.answer, at: row.at, sequence: row.sequence, told: row.organizer }
		: null;
	const invitation = judgeInvitation(read, {
		from: structure.header.from,
		own: listIdentities(account).map(({ address }) => address),
		given,
		knownOrganizer: row?.organizer ?? null
	});
	return { structure, read, invitation };
}

/** The invitation alone. Errors: as `findInvitation`. */
export async function openInvitation(...where: Parameters<typeof findInvitation>): Promise<Invitation> {
	return (await findInvitation(...where)).invitation;
}

/** What tells one time of a series from the others. */
export function occurrenceKey({ occurrence }: Pick<Invitation, 'occurrence'>): string {
	return occurrence ? String(occurrence.ms) : '';
}

/** Reads a vCard part. Errors: `message/missing`, `part/missing`. */
export async function openContacts(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId
): Promise<ContactCards> {
	return readCards((await readSmall(account, folder, uid, part, isContactCard)).text);
}

async function readSmall(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId,
	fits: (type: string, name: string) => boolean
): Promise<{ structure: MessageStructure; text: string }> {
	const structure = await parts.structure(account, folder, uid);
	const node = findPart(structure.root, part);
	if (!node || !fits(node.type, node.filename ?? '')) throw new Problem('part/missing');
	// Both formats are UTF-8 unless they say otherwise (RFC 5545 §3.1.4, RFC 6350 §3.1).
	const coded = { ...node, charset: node.charset ?? 'utf-8' };
	const { text, truncated } = await parts.readText(account, folder, uid, coded, { maxBytes: MAX_SENT });
	if (truncated) throw new Problem('part/missing');
	return { structure, text };
}
