import { describe, expect, test } from 'vitest';
import { dayGroup, daysAgo } from '$lib/mail/days';

const at = (text: string): number => new Date(text).getTime();
/** A Sunday. */
const NOW = at('2026-11-22T09:00:00');

describe('how far away a day is', () => {
	test.each([
		['2026-11-23T00:00:00', 'later'],
		['2026-11-22T00:00:00', 'today'],
		['2026-11-21T23:59:59', 'yesterday'],
		['2026-11-16T00:00:00', 'this-week'],
		['2026-11-15T23:59:59', 'last-week'],
		['2026-11-08T23:59:59', '2026-11'],
		['2025-03-01T12:00:00', '2025-3']
	])('%s is %s', (moment, group) => expect(dayGroup(at(moment), NOW)).toBe(group));

	test('days are counted by midnights, not by hours', () => {
		expect(daysAgo(at('2026-11-21T23:59:59'), at('2026-11-22T00:00:01'))).toBe(1);
	});
});
