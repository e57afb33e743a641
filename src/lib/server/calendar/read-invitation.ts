import type {
	CalendarPerson,
	CalendarTime,
	Invitation,
	InvitationMethod,
	InvitationWarning,
	Participation
} from '$lib/mail/invitation';
import { isAddress } from '$lib/mail/typed-addresses';
import { Problem } from '$lib/server/problem';
import {
	clean,
	param,
	parseFile,
	properties,
	property,
	textOf,
	type JComponent,
	type JProperty
} from './jcal.ts';
import { nextTime, readRepeat } from './repeats.ts';
import { DAY, readWritten, Zones } from './times.ts';

const MAX_TITLE = 500;
const MAX_PLACE = 500;
const MAX_NOTE = 5000;
const MAX_COMMENT = 1000;
/** People shown; the others are counted. */
const MAX_PEOPLE = 100;
/** Longest duration that counts, ms. */
const MAX_LENGTH = 5 * 366 * DAY;

const METHODS: readonly InvitationMethod[] = ['request', 'cancel', 'reply', 'publish', 'counter'];
const ANSWERS: readonly Participation[] = ['accepted', 'tentative', 'declined', 'delegated'];

/** What is in the file, before it is known whose mail it came in. */
export type ReadInvitation = Omit<Invitation, 'you' | 'answerable' | 'given' | 'warnings'> & {
	readonly warnings: readonly Extract<InvitationWarning, 'unknown-zone' | 'shortened'>[];
	/** The calendar and the event as they were taken apart, for an answer. */
	readonly raw: { readonly calendar: JComponent; readonly event: JComponent };
};

/**
 * Reads the first event of a calendar file (RFC 5545, RFC 5546). Errors: `part/missing` when there is none that can
 * be read.
 */
export function readInvitation(text: string, now: number): ReadInvitation {
	const calendar = parseFile(text).find(([name]) => name === 'vcalendar');
	const events = calendar?.[2].filter(([name]) => name === 'vevent') ?? [];
	const event = mainEvent(events);
	if (!calendar || !event) throw new Problem('part/missing');
	const zones = new Zones(calendar);
	const all = properties(event, 'attendee');
	const written = textOf(calendar, 'method', 20).toLowerCase();
	const method = METHODS.find((each) => each === written) ?? (written === '' ? 'publish' : 'other');
	const start = zones.read(property(event, 'dtstart'));
	const rules = properties(event, 'rrule');
	const rule = rules[0]?.[3] as Record<string, unknown> | undefined;
	const untilOf = (value: unknown): CalendarTime | null => {
		const until = value === undefined ? null : readWritten(value);
		return until && zones.place(until, until.kind === 'local' ? tzidOf(event) : '');
	};
	const repeat = rule && rules.length === 1 ? readRepeat(rule, untilOf) : null;
	const repeats = rules.length > 0 || property(event, 'rdate') !== undefined;
	const note = textOf(event, 'description', MAX_NOTE, true);
	const occurrence = zones.read(property(event, 'recurrence-id'));
	const end = endOf(event, start, zones);
	const cut = note.endsWith('…') || all.length > 5000;
	return {
		method,
		uid: textOf(event, 'uid', 1000),
		sequence: sequenceOf(event),
		title: textOf(event, 'summary', MAX_TITLE),
		place: textOf(event, 'location', MAX_PLACE),
		note,
		comment: textOf(event, 'comment', MAX_COMMENT, true),
		start,
		end,
		repeat,
		complex: repeats && repeat === null,
		next: repeat && rule ? nextTime(event, rule, zones, now) : null,
		occurrence,
		cancelled: method === 'cancel' || textOf(event, 'status', 20).toUpperCase() === 'CANCELLED',
		organizer: personOf(property(event, 'organizer')),
		attendees: all.slice(0, MAX_PEOPLE).flatMap((each) => personOf(each) ?? []),
		attendeeCount: all.length,
		events: new Set(events.map((each) => textOf(each, 'uid', 1000))).size,
		warnings: [
			...(zones.unknown ? (['unknown-zone'] as const) : []),
			...(cut ? (['shortened'] as const) : [])
		],
		raw: { calendar, event }
	};
}

/** The series itself where exceptions to it come along. */
function mainEvent(events: readonly JComponent[]): JComponent | undefined {
	return events.find((event) => !property(event, 'recurrence-id')) ?? events[0];
}

const tzidOf = (event: JComponent): string => {
	const start = property(event, 'dtstart');
	return start ? param(start, 'tzid') : '';
};

export function sequenceOf(event: JComponent): number {
	const value = Number(property(event, 'sequence')?.[3] ?? 0);
	return Number.isInteger(value) && value >= 0 && value <= 2 ** 31 - 1 ? value : 0;
}

/** DTEND, or DTSTART with DURATION (RFC 5545 §3.6.1); a date's last day rather than the one after it. */
function endOf(event: JComponent, start: CalendarTime | null, zones: Zones): CalendarTime | null {
	if (!start) return null;
	const given = zones.read(property(event, 'dtend'));
	const length = given ? given.ms - start.ms : durationOf(property(event, 'duration'));
	if (length === null || length <= 0 || length > MAX_LENGTH) return null;
	if (start.kind === 'date') return length > DAY ? { kind: 'date', ms: start.ms + length - DAY } : null;
	return given && given.kind === start.kind ? given : { ...start, ms: start.ms + length };
}

function durationOf(of: JProperty | undefined): number | null {
	const match = /^P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/.exec(
		String(of?.[3] ?? '')
	);
	if (!match) return null;
	const [weeks, days, hours, minutes, seconds] = match.slice(1).map((each) => Number(each ?? 0)) as [
		number,
		number,
		number,
		number,
		number
	];
	return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000;
}

/** The address of a calendar user (RFC 5545 §3.3.3), or empty for what is no `mailto:` of one. */
export function addressOf(of: JProperty | undefined): string {
	const match = /^mailto:([^?]{3,300})/i.exec(String(of?.[3] ?? '').trim());
	let address = match?.[1]?.trim() ?? '';
	if (address.includes('%')) {
		try {
			address = decodeURIComponent(address);
		} catch {
			return '';
		}
	}
	return isAddress(address) ? address : '';
}

function personOf(of: JProperty | undefined): CalendarPerson | null {
	if (!of) return null;
	const address = addressOf(of);
	const name = clean(param(of, 'cn'), 200);
	if (address === '' && name === '') return null;
	const answer = param(of, 'partstat').toLowerCase();
	return {
		name: name.toLowerCase() === address.toLowerCase() ? '' : name,
		address,
		answer: ANSWERS.find((each) => each === answer) ?? 'needs-action',
		optional: /^(?:opt|non)-participant$/i.test(param(of, 'role'))
	};
}
