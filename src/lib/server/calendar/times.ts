import ICAL from 'ical.js';
import type { CalendarTime } from '$lib/mail/invitation';
import { param, property, textOf, type JComponent, type JProperty } from './jcal.ts';
import { toMoment, zoneOf } from './zones.ts';

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(Z?))?$/;
export const DAY = 86_400_000;

/** A date or a moment as it was written, before its zone is known. */
export interface Written {
	/** As if it were UTC. */
	readonly local: number;
	readonly kind: 'date' | 'utc' | 'local';
}

/** Reads `2026-11-25` or `2026-11-25T10:00:00Z`. Null for what is no date. */
export function readWritten(value: unknown): Written | null {
	const match = DATE.exec(String(value ?? ''));
	if (!match) return null;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map((each) => Number(each ?? 0)) as [
		number,
		number,
		number,
		number,
		number,
		number
	];
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 24 || minute > 59) return null;
	date.setUTCHours(hour, minute, Math.min(second, 59));
	return { local: date.getTime(), kind: match[4] === undefined ? 'date' : match[7] ? 'utc' : 'local' };
}

/** The zones of one calendar: by name where the name is known, otherwise as its VTIMEZONE says. */
export class Zones {
	#own = new Map<string, ICAL.Timezone>();
	/** A zone was named that nobody knows. */
	unknown = false;

	constructor(calendar: JComponent) {
		for (const part of calendar[2].slice(0, 50)) {
			if (part[0] !== 'vtimezone' || !isHarmless(part)) continue;
			const tzid = textOf(part, 'tzid', 200);
			if (tzid === '' || this.#own.has(tzid)) continue;
			const component = new ICAL.Component(part as never);
			this.#own.set(tzid, new ICAL.Timezone({ component, tzid }));
		}
	}

	/**
	 * Places a written time. A known name counts more than the rules that came along with it: they are often wrong, and
	 * a sender could give a name everybody knows another meaning.
	 */
	place(written: Written, tzid: string): CalendarTime {
		if (written.kind === 'date') return { kind: 'date', ms: written.local };
		if (written.kind === 'utc') return { kind: 'zoned', ms: written.local, zone: 'UTC' };
		if (tzid === '') return { kind: 'floating', ms: written.local };
		const zone = zoneOf(tzid);
		if (zone) return { kind: 'zoned', ms: toMoment(written.local, zone), zone };
		const own = this.#own.get(tzid);
		const offset = own ? offsetOf(own, written.local) : null;
		if (offset !== null) return { kind: 'zoned', ms: written.local - offset * 1000, zone: null };
		this.unknown = true;
		return { kind: 'floating', ms: written.local };
	}

	/** The time a property holds, or null. */
	read(of: JProperty | undefined): CalendarTime | null {
		const written = of && readWritten(of[3]);
		return written ? this.place(written, param(of, 'tzid')) : null;
	}
}

/** Only rules of one change a year, in a time that can be: what repeats faster would be counted from the year 1601 on. */
function isHarmless(zone: JComponent): boolean {
	if (zone[2].length > 20) return false;
	return zone[2].every((change) => {
		const start = readWritten(property(change, 'dtstart')?.[3]);
		const rule = property(change, 'rrule')?.[3] as { freq?: string } | undefined;
		const dates = change[1].filter(([name]) => name === 'rdate').length;
		return start !== null && dates <= 200 && (rule === undefined || rule.freq === 'YEARLY');
	});
}

/** Seconds ahead of UTC, by a VTIMEZONE. */
function offsetOf(zone: ICAL.Timezone, local: number): number | null {
	const year = new Date(local).getUTCFullYear();
	if (year < 1970 || year > 2100) return null;
	try {
		return zone.utcOffset(ICAL.Time.fromDateTimeString(new Date(local).toISOString().slice(0, 19)));
	} catch {
		return null;
	}
}
