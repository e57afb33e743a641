import ICAL from 'ical.js';
import type { CalendarTime, Frequency, Repeat, WeekdayRule } from '$lib/mail/invitation';
import { param, properties, property, type JComponent } from './jcal.ts';
import { readWritten, type Zones } from './times.ts';

/** Repetitions looked at, and how far ahead (security M14). */
const MAX_INSTANCES = 1000;
const MAX_AHEAD_MS = 5 * 366 * 86_400_000;
/** Milliseconds that looking for the next time may take. */
const MAX_WORK_MS = 50;

const FREQUENCIES: readonly Frequency[] = ['daily', 'weekly', 'monthly', 'yearly'];
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const KNOWN = new Set(['freq', 'interval', 'byday', 'bymonthday', 'bymonth', 'count', 'until', 'wkst']);

type RawRule = Readonly<Record<string, unknown>>;

const listOf = (value: unknown): unknown[] =>
	value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];

function weekdays(rule: RawRule): WeekdayRule[] | null {
	const found = listOf(rule.byday).map((each) => {
		const match = /^([+-]?[1-5])?(SU|MO|TU|WE|TH|FR|SA)$/.exec(String(each).toUpperCase());
		return match ? { day: WEEKDAYS.indexOf(match[2]!), nth: match[1] ? Number(match[1]) : null } : null;
	});
	return found.length <= 7 && found.every((each) => each !== null) ? found : null;
}

function numbers(value: unknown, from: number, to: number): number[] | null {
	const found = listOf(value).map(Number);
	const fits = found.every((each) => Number.isInteger(each) && each !== 0 && each >= from && each <= to);
	return fits && found.length <= 12 ? found : null;
}

/**
 * The rule in our own type when it is one of those people make: every so many days, weeks on some days, months on a
 * date or on the second Tuesday, years. Others are null. The forms allowed here are also those that ical.js goes
 * through without an end to its patience: `FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30` would hold the process for ever.
 */
export function readRepeat(rule: RawRule, until: (value: unknown) => CalendarTime | null): Repeat | null {
	const frequency = FREQUENCIES.find((each) => each === String(rule.freq ?? '').toLowerCase());
	if (!frequency || Object.keys(rule).some((name) => !KNOWN.has(name))) return null;
	const interval = Number(rule.interval ?? 1);
	const count = rule.count === undefined ? null : Number(rule.count);
	const days = weekdays(rule);
	const monthDays = numbers(rule.bymonthday, -1, 31);
	const months = numbers(rule.bymonth, 1, 12);
	if (!days || !monthDays || !months) return null;
	if (!Number.isInteger(interval) || interval < 1 || interval > 99) return null;
	if (count !== null && (!Number.isInteger(count) || count < 1)) return null;
	const nth = days.some((each) => each.nth !== null);
	const possible = {
		daily: !nth && monthDays.length === 0 && months.length === 0,
		weekly: !nth && monthDays.length === 0 && months.length === 0,
		monthly:
			months.length === 0 && (days.length === 0 || monthDays.length === 0) && (nth || days.length === 0),
		// 30 February never comes.
		yearly:
			months.length <= 1 &&
			(days.length === 0 || (monthDays.length === 0 && nth && months.length === 1)) &&
			(monthDays.length === 0 || (months.length === 1 && monthDays.every((day) => day > 0 && day <= 28)))
	};
	if (!possible[frequency]) return null;
	return { frequency, interval, weekdays: days, monthDays, months, count, until: until(rule.until) };
}

/**
 * The next time at or after `now`, or null when there is none within five years, a thousand repetitions, or a
 * twentieth of a second.
 */
export function nextTime(event: JComponent, rule: RawRule, zones: Zones, now: number): CalendarTime | null {
	const start = property(event, 'dtstart');
	const written = start && readWritten(start[3]);
	if (!start || !written) return null;
	const tzid = param(start, 'tzid');
	const without = new Set(
		properties(event, 'exdate')
			.flatMap(([, , , ...values]) => values)
			.slice(0, MAX_INSTANCES)
			.map(String)
	);
	const deadline = performance.now() + MAX_WORK_MS;
	try {
		const first = ICAL.Time.fromString(String(start[3]), null as never);
		const iterator = ICAL.Recur.fromData({ ...rule, until: undefined } as never).iterator(first);
		const last = rule.until === undefined ? null : readWritten(rule.until);
		for (let i = 0; i < MAX_INSTANCES && performance.now() < deadline; i++) {
			const time = iterator.next() as ICAL.Time | null;
			const each = time && readWritten(time.toString());
			if (!time || !each) return null;
			const placed = zones.place(each, tzid);
			if (
				last &&
				(last.kind === 'utc' ? placed.ms : each.local) > last.local + (last.kind === 'date' ? 86_399_999 : 0)
			)
				return null;
			if (placed.ms > now + MAX_AHEAD_MS) return null;
			if (placed.ms >= now && !without.has(time.toString())) return placed;
		}
	} catch {
		// A rule that ical.js does not go through has no next time here; its words are shown all the same.
	}
	return null;
}
