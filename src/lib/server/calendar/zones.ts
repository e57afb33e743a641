import { windowsZone } from './windows-zones.ts';

/** Longest name of a zone that is looked at. */
const MAX_NAME = 200;
const formats = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATS = 200;

function formatOf(zone: string): Intl.DateTimeFormat {
	let found = formats.get(zone);
	if (!found) {
		found = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			era: 'short',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric'
		});
		if (formats.size >= MAX_FORMATS) formats.clear();
		formats.set(zone, found);
	}
	return found;
}

function isZone(name: string): boolean {
	// An offset such as `+05:00` is a zone for Intl too, but never what a calendar calls one.
	if (!/^[A-Za-z]/.test(name)) return false;
	try {
		formatOf(name);
		return true;
	} catch {
		return false;
	}
}

/**
 * The IANA name behind a TZID (RFC 5545 §3.2.19), or null. Calendars often name a zone and send no VTIMEZONE, or
 * prefix the name with where they got it (`/citadel.org/20210210_1/Europe/Oslo`).
 */
export function zoneOf(tzid: string): string | null {
	const name = tzid.slice(0, MAX_NAME).replace(/^"|"$/g, '').trim();
	if (name === '') return null;
	const windows =
		windowsZone(name) ?? windowsZone(name.replace(/ (?:Daylight|Summer) Time$/i, ' Standard Time'));
	if (windows) return windows;
	const steps = name.split('/').filter((step) => step !== '');
	for (const take of [steps.length, 3, 2, 1]) {
		const candidate = steps.slice(-take).join('/');
		if (isZone(candidate)) return candidate;
	}
	return null;
}

/** Milliseconds that `zone` is ahead of UTC at this moment. */
export function offsetAt(zone: string, ms: number): number {
	const parts = new Map(
		formatOf(zone)
			.formatToParts(ms)
			.map(({ type, value }) => [type, value])
	);
	const get = (name: string): number => Number(parts.get(name as Intl.DateTimeFormatPartTypes));
	const year = parts.get('era') === 'BC' ? 1 - get('year') : get('year');
	const local = new Date(0);
	local.setUTCFullYear(year, get('month') - 1, get('day'));
	local.setUTCHours(get('hour'), get('minute'), get('second'), 0);
	return local.getTime() - Math.floor(ms / 1000) * 1000;
}

const DAY = 86_400_000;

/**
 * The moment of a local time, `local` being what it were in UTC. A time that a change of the clock skips is read with
 * the offset before it, one that happens twice is the first (RFC 5545 §3.3.5).
 */
export function toMoment(local: number, zone: string): number {
	const before = local - offsetAt(zone, local - DAY);
	const after = local - offsetAt(zone, local + DAY);
	const fits = (ms: number): boolean => ms + offsetAt(zone, ms) === local;
	const right = [before, after].filter(fits);
	return right.length > 0 ? Math.min(...right) : before;
}
