/**
 * How far away a day is, as a reader of mail counts: today, yesterday, earlier this week, last week, then months.
 * Days begin at midnight where the reader is; weeks begin on Monday.
 */
export type DayGroup = 'today' | 'yesterday' | 'this-week' | 'last-week' | `${number}-${number}` | 'later';

const DAY = 86_400_000;

function midnight(ms: number): number {
	return new Date(ms).setHours(0, 0, 0, 0);
}

/** Whole days from `ms` to `now`, 0 for the same day, negative in the future. */
export function daysAgo(ms: number, now: number): number {
	// Rounded, since a day of changing clocks has 23 or 25 hours.
	return Math.round((midnight(now) - midnight(ms)) / DAY);
}

/** The group under which a list puts `ms`; months as `2026-3` (March), `later` for dates after today. */
export function dayGroup(ms: number, now: number): DayGroup {
	const days = daysAgo(ms, now);
	if (days < 0) return 'later';
	if (days === 0) return 'today';
	if (days === 1) return 'yesterday';
	const weekday = (new Date(now).getDay() + 6) % 7;
	if (days <= weekday) return 'this-week';
	if (days <= weekday + 7) return 'last-week';
	const date = new Date(ms);
	return `${date.getFullYear()}-${date.getMonth() + 1}`;
}
