import type { Address } from '$lib/mail/address';
import type { GivenAnswer, Invitation, InvitationWarning } from '$lib/mail/invitation';
import { properties } from './jcal.ts';
import { addressOf, type ReadInvitation } from './read-invitation.ts';

/** What is known around the file. */
export interface Around {
	readonly from: readonly Address[];
	/** Addresses of this account. */
	readonly own: readonly string[];
	readonly given: GivenAnswer | null;
	/** Organizer of the event when it was answered, lower case; null when it never was. */
	readonly knownOrganizer: string | null;
}

/** Invited people that are looked through for one's own address. */
const MAX_LOOKED_AT = 5000;

/** Puts a file beside the message it came in: who may say what, and what can be answered (security D9). */
export function judgeInvitation(read: ReadInvitation, around: Around): Invitation {
	const { raw, ...shown } = read;
	const from = new Set(around.from.map(({ address }) => address.toLowerCase()));
	const own = new Set(around.own.map((address) => address.toLowerCase()));
	const organizer = read.organizer?.address.toLowerCase() ?? '';
	const invited = properties(raw.event, 'attendee').slice(0, MAX_LOOKED_AT).map(addressOf);
	const you = invited.find((address) => own.has(address.toLowerCase())) ?? null;
	const byOrganizer = organizer !== '' && from.has(organizer);
	const sameOrganizer = around.knownOrganizer === null || around.knownOrganizer === organizer;
	const warnings = new Set<InvitationWarning>(read.warnings);
	if (read.method === 'request' && !byOrganizer && organizer !== '') warnings.add('organizer-elsewhere');
	if (read.method === 'cancel' && !byOrganizer) warnings.add('not-the-organizer');
	if ((read.method === 'request' || read.method === 'cancel') && !sameOrganizer)
		warnings.add('not-the-organizer');
	if (read.method === 'reply' && !from.has(read.attendees[0]?.address.toLowerCase() ?? ''))
		warnings.add('not-the-attendee');
	if (around.given && around.given.sequence > read.sequence) warnings.add('outdated');
	const mayAsk = read.method === 'request' && !read.cancelled && read.uid !== '' && read.start !== null;
	return {
		...shown,
		// Who may not cancel has not cancelled.
		cancelled: read.cancelled && !warnings.has('not-the-organizer'),
		warnings: [...warnings],
		you,
		answerable:
			mayAsk &&
			you !== null &&
			organizer !== '' &&
			!own.has(organizer) &&
			!warnings.has('outdated') &&
			!warnings.has('not-the-organizer'),
		given: around.given
	};
}
