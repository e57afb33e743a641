import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offsetAt, toMoment, zoneOf } from '$lib/server/calendar/zones';

const HOUR = 3_600_000;

describe('names of zones', () => {
	test.each([
		['Europe/Oslo', 'Europe/Oslo'],
		['"Europe/Oslo"', 'Europe/Oslo'],
		['/citadel.org/20210210_1/Europe/Oslo', 'Europe/Oslo'],
		['/freeassociation.sourceforge.net/America/Argentina/Salta', 'America/Argentina/Salta'],
		['W. Europe Standard Time', 'Europe/Berlin'],
		['w. europe standard time', 'Europe/Berlin'],
		['Pacific Daylight Time', 'America/Los_Angeles'],
		['UTC', 'UTC'],
		['Nowhere/Land', null],
		['Customized Time Zone', null],
		['+05:00', null],
		['', null]
	])('%s', (name, zone) => expect(zoneOf(name)).toBe(zone));

	test('every name of the table is one that Intl knows', async () => {
		const source = await import('node:fs/promises').then(({ readFile }) =>
			readFile('src/lib/server/calendar/windows-zones.ts', 'utf8')
		);
		const rows = [...source.matchAll(/^([^=\n]+)=([A-Z][A-Za-z]+(?:\/\S+)?)$/gm)];
		expect(rows.length).toBeGreaterThan(70);
		for (const [, name, zone] of rows) {
			expect(zoneOf(name!)).toBe(zone);
			expect(() => new Intl.DateTimeFormat('en', { timeZone: zone! })).not.toThrow();
		}
	});
});

describe('local time to a moment', () => {
	const oslo = (text: string) => new Date(toMoment(Date.parse(`${text}Z`), 'Europe/Oslo')).toISOString();

	test('winter and summer', () => {
		expect(oslo('2026-11-25T10:00:00')).toBe('2026-11-25T09:00:00.000Z');
		expect(oslo('2026-07-25T10:00:00')).toBe('2026-07-25T08:00:00.000Z');
	});

	test('a time the clock skips is read with the offset before it', () => {
		// 29 March 2026, 02:30 does not exist in Oslo.
		expect(oslo('2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00.000Z');
	});

	test('a time that happens twice is the first of the two', () => {
		expect(oslo('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z');
	});

	const zones = fc.constantFrom(
		'Europe/Oslo',
		'America/New_York',
		'Asia/Kathmandu',
		'Australia/Lord_Howe',
		'Pacific/Apia',
		'Africa/Casablanca',
		'UTC'
	);
	test('there and back, but for the hours that are skipped or happen twice', () => {
		const moments = fc.integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 });
		fc.assert(
			fc.property(zones, moments, (zone, seconds) => {
				const ms = seconds * 1000;
				const local = ms + offsetAt(zone, ms);
				const back = toMoment(local, zone);
				expect(back + offsetAt(zone, back)).toBe(local);
				expect(Math.abs(back - ms)).toBeLessThanOrEqual(HOUR);
			})
		);
	});
});
