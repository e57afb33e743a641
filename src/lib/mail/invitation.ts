/**
 * What a calendar part of a message says, as our own type. Every text in it is a stranger's: bounded, without control
 * characters, never markup (security R26, M14).
 */

/** What the sender wants done (RFC 5546 §1.4); `publish` also stands for a calendar file without a method. */
export type InvitationMethod = 'request' | 'cancel' | 'reply' | 'publish' | 'counter' | 'other';

/** An answer (RFC 5545 §3.2.12). */
export type Participation = 'needs-action' | 'accepted' | 'tentative' | 'declined' | 'delegated';

/** The answers a person can give. */
export type Answer = Extract<Participation, 'accepted' | 'tentative' | 'declined'>;

/**
 * A date or a moment. `zoned`: `ms` is since 1970 and `zone` the IANA name it was written in (`UTC` too), null for an
 * offset without a name. `date` and `floating`: the same day or time of day everywhere, `ms` as if it were UTC.
 */
export type CalendarTime =
	| { readonly kind: 'zoned'; readonly ms: number; readonly zone: string | null }
	| { readonly kind: 'date' | 'floating'; readonly ms: number };

export type Frequency = 'daily' | 'weekly' | 'monthly' | 'yearly';

/** A day of the week, 0 being Sunday; `nth` of the month or year, from its end when negative, null: each. */
export interface WeekdayRule {
	readonly day: number;
	readonly nth: number | null;
}

/** A repetition that can be said in words. */
export interface Repeat {
	readonly frequency: Frequency;
	readonly interval: number;
	readonly weekdays: readonly WeekdayRule[];
	/** Days of the month, −1 being the last. */
	readonly monthDays: readonly number[];
	/** 1 to 12. */
	readonly months: readonly number[];
	readonly count: number | null;
	readonly until: CalendarTime | null;
}

export interface CalendarPerson {
	readonly name: string;
	/** Empty when it was no e-mail address. */
	readonly address: string;
	readonly answer: Participation;
	readonly optional: boolean;
}

/** What a reader should know before acting on it (security D9). */
export type InvitationWarning =
	/** The organizer is somebody else than who sent the message. */
	| 'organizer-elsewhere'
	/** A cancellation or change by somebody who is not the organizer: it changes nothing. */
	| 'not-the-organizer'
	/** An answer by somebody else than the person it speaks for: it changes nothing. */
	| 'not-the-attendee'
	/** A newer version was answered already. */
	| 'outdated'
	/** The time zone is not known; times are as written. */
	| 'unknown-zone'
	/** Something was cut at a limit. */
	| 'shortened';

/** The answer this account gave last. */
export interface GivenAnswer {
	readonly answer: Answer;
	/** ms since 1970. */
	readonly at: number;
	/** Version of the event it was given to. */
	readonly sequence: number;
	/** Who was told. */
	readonly told: string;
}

/** A calendar part as `GET …/parts/{part}/invitation` answers it. */
export interface Invitation {
	readonly method: InvitationMethod;
	readonly uid: string;
	readonly sequence: number;
	readonly title: string;
	readonly place: string;
	readonly note: string;
	/** The sender's own words with an answer. */
	readonly comment: string;
	readonly start: CalendarTime | null;
	/** Of a date: the last day, not the day after it. Null: no length given. */
	readonly end: CalendarTime | null;
	readonly repeat: Repeat | null;
	/** It repeats by a rule that has no short words. */
	readonly complex: boolean;
	/** The next time at or after now, of one that repeats. */
	readonly next: CalendarTime | null;
	/** The one time of a repeating event that this is about, as it was planned. */
	readonly occurrence: CalendarTime | null;
	readonly cancelled: boolean;
	readonly organizer: CalendarPerson | null;
	/** The first of them. */
	readonly attendees: readonly CalendarPerson[];
	readonly attendeeCount: number;
	/** Events in the file, this being the first. */
	readonly events: number;
	readonly warnings: readonly InvitationWarning[];
	/** The address of this account that was invited; null when none was. */
	readonly you: string | null;
	/** Whether an answer can be sent: invited, by somebody who can be told. */
	readonly answerable: boolean;
	readonly given: GivenAnswer | null;
}

/** What a person answers (`POST …/parts/{part}/invitation`). */
export interface AnswerRequest {
	readonly answer: Answer;
	readonly comment: string;
	/** The person was told that an earlier try may have gone out. */
	readonly again: boolean;
}

/** Characters of a comment. */
export const MAX_COMMENT = 2000;

const ANSWERS: readonly Answer[] = ['accepted', 'tentative', 'declined'];

/** Reads an answer as JSON brought it. Null when any of it is nonsense. */
export function parseAnswerRequest(value: unknown): AnswerRequest | null {
	if (typeof value !== 'object' || value === null) return null;
	const { answer, comment = '', again = false } = value as Record<string, unknown>;
	const known = ANSWERS.find((each) => each === answer);
	if (!known || typeof comment !== 'string' || comment.length > MAX_COMMENT) return null;
	return { answer: known, comment: comment.toWellFormed().trim(), again: again === true };
}

/** Whether an attachment of this type and name is a calendar. */
export function isCalendar(type: string, name: string): boolean {
	return /^(?:text\/(?:x-v?)?calendar|application\/ics)$/.test(type) || /\.(?:ics|vcs)$/i.test(name);
}

/** Whether an attachment of this type and name is a contact card. */
export function isContactCard(type: string, name: string): boolean {
	return /^text\/(?:x-)?vcard$|^text\/directory$/.test(type) || /\.(?:vcf|vcard)$/i.test(name);
}
