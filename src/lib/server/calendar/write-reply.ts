import ICAL from 'ical.js';
import type { Answer } from '$lib/mail/invitation';
import { param, properties, property, type JComponent } from './jcal.ts';
import { addressOf, sequenceOf, type ReadInvitation } from './read-invitation.ts';

/** What goes into an answer. */
export interface NewReply {
	readonly invitation: ReadInvitation;
	/** The address that was invited, as the invitation spells it. */
	readonly you: string;
	/** How the person calls themselves; empty: as the invitation calls them. */
	readonly name: string;
	readonly answer: Answer;
	readonly comment: string;
	readonly now: Date;
}

/** Taken over as they stand: they say which event, and which of its times, is answered (RFC 5546 §3.2.3). */
const SAME = ['uid', 'recurrence-id', 'dtstart', 'dtend', 'duration', 'summary'];

/**
 * The calendar part of an answer: METHOD REPLY with one's own ATTENDEE alone (RFC 5546 §3.2.3), lines folded and ended
 * by CRLF. Zones that its times name come along.
 */
export function writeReply({ invitation, you, name, answer, comment, now }: NewReply): string {
	const { calendar, event } = invitation.raw;
	const reply = new ICAL.Component('vcalendar');
	reply.addPropertyWithValue('prodid', '-//Postern//EN');
	reply.addPropertyWithValue('version', '2.0');
	reply.addPropertyWithValue('method', 'REPLY');
	const answered = new ICAL.Component('vevent');
	const zones = new Set<string>();
	for (const each of SAME) {
		const found = property(event, each);
		if (!found) continue;
		if (param(found, 'tzid') !== '') zones.add(param(found, 'tzid'));
		answered.addProperty(new ICAL.Property(structuredClone(found) as never));
	}
	for (const zone of calendar[2].filter((each) => isZone(each, zones)))
		reply.addSubcomponent(new ICAL.Component(structuredClone(zone) as never));
	answered.addPropertyWithValue('sequence', sequenceOf(event));
	answered.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(now, true));
	const organizer = property(event, 'organizer');
	const to = new ICAL.Property('organizer');
	to.setValue(`mailto:${addressOf(organizer)}`);
	if (organizer && param(organizer, 'cn')) to.setParameter('cn', param(organizer, 'cn'));
	answered.addProperty(to);
	const own = properties(event, 'attendee').find((each) => addressOf(each) === you);
	const attendee = new ICAL.Property('attendee');
	attendee.setValue(`mailto:${you}`);
	attendee.setParameter('partstat', answer.toUpperCase());
	const called = name || (own ? param(own, 'cn') : '');
	if (called) attendee.setParameter('cn', called);
	answered.addProperty(attendee);
	if (comment) answered.addPropertyWithValue('comment', comment);
	reply.addSubcomponent(answered);
	return `${reply.toString().replace(/\r?\n/g, '\r\n').trimEnd()}\r\n`;
}

function isZone(component: JComponent, wanted: ReadonlySet<string>): boolean {
	return component[0] === 'vtimezone' && wanted.has(String(property(component, 'tzid')?.[3] ?? ''));
}
