import type { CalendarTime, Invitation, Repeat, WeekdayRule } from '$lib/mail/invitation';
import { isolate } from '$lib/mail/isolate';
import { m } from '$lib/paraglide/messages';

/** Times and repetitions of an invitation in words. */

const DAY_FORM = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
/** 4 January 1970 was a Sunday. */
const SUNDAY = 3 * 86_400_000;

/** Plain English is set the European way, as everywhere in the product. */
const regional = (locale: string): string => (locale === 'en' ? 'en-GB' : locale);

function format(
	locale: string,
	options: Intl.DateTimeFormatOptions,
	zone: string | undefined
): Intl.DateTimeFormat {
	return new Intl.DateTimeFormat(regional(locale), { ...options, ...(zone ? { timeZone: zone } : {}) });
}

/** From when to when; `zone` is the reader's, absent: the browser's. */
export function sayRange(
	start: CalendarTime,
	end: CalendarTime | null,
	locale: string,
	zone?: string
): string {
	const options = start.kind === 'date' ? DAY_FORM : { ...DAY_FORM, ...CLOCK };
	const made = format(locale, options, start.kind === 'zoned' ? zone : 'UTC');
	return end && end.ms > start.ms ? made.formatRange(start.ms, end.ms) : made.format(start.ms);
}

/** When, for the reader, with what kind of time it is. */
export function sayWhen(
	{ start, end }: Pick<Invitation, 'start' | 'end'>,
	locale: string,
	zone?: string
): string {
	if (!start) return m.invite_no_time();
	const range = sayRange(start, end, locale, zone);
	if (start.kind === 'date') return end ? m.invite_all_days({ range }) : m.invite_all_day({ day: range });
	return start.kind === 'floating' ? m.invite_floating({ when: range }) : range;
}

/** The same in the organizer's zone, where the clock there shows another time; otherwise empty. */
export function sayElsewhere(
	{ start, end }: Pick<Invitation, 'start' | 'end'>,
	locale: string,
	zone?: string
): string {
	if (start?.kind !== 'zoned' || start.zone === null || start.zone === 'UTC') return '';
	const whole = (there: string | undefined) => sayRange(start, end, locale, there);
	if (whole(start.zone) === whole(zone)) return '';
	const day = (there: string | undefined) => format(locale, DAY_FORM, there).format(start.ms);
	const clock = format(locale, CLOCK, start.zone);
	const short =
		end && end.ms - start.ms < 86_400_000 ? clock.formatRange(start.ms, end.ms) : clock.format(start.ms);
	const city = start.zone.slice(start.zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
	return m.invite_elsewhere({ when: day(start.zone) === day(zone) ? short : whole(start.zone), zone: city });
}

const weekday = (day: number, locale: string): string =>
	format(locale, { weekday: 'long' }, 'UTC').format(SUNDAY + day * 86_400_000);

const month = (number: number, locale: string): string =>
	format(locale, { month: 'long' }, 'UTC').format(Date.UTC(2000, number - 1, 1));

const NTH = [m.invite_nth_1, m.invite_nth_2, m.invite_nth_3, m.invite_nth_4, m.invite_nth_5];

function sayWeekday({ day, nth }: WeekdayRule, locale: string): string {
	const name = weekday(day, locale);
	if (nth === null) return name;
	if (nth === -1) return m.invite_nth_last({ day: name });
	return nth < 0 ? m.invite_nth_before_last({ day: name, n: -nth }) : (NTH[nth - 1]?.({ day: name }) ?? name);
}

function sayEvery({ frequency, interval }: Repeat): string {
	const n = { n: interval };
	switch (frequency) {
		case 'daily':
			return interval === 1 ? m.invite_every_day() : m.invite_every_days(n);
		case 'weekly':
			return interval === 1 ? m.invite_every_week() : m.invite_every_weeks(n);
		case 'monthly':
			return interval === 1 ? m.invite_every_month() : m.invite_every_months(n);
		case 'yearly':
			return interval === 1 ? m.invite_every_year() : m.invite_every_years(n);
	}
}

/** “Every 2 weeks on Tuesday and Thursday, until Fri, 18 Dec 2026”. */
export function sayRepeat(repeat: Repeat, locale: string, zone?: string): string {
	const list = new Intl.ListFormat(regional(locale), { type: 'conjunction' });
	const { weekdays, monthDays, months, count, until } = repeat;
	let said = sayEvery(repeat);
	if (weekdays.length > 0)
		said = m.invite_on_days({
			every: said,
			days: list.format(weekdays.map((each) => sayWeekday(each, locale)))
		});
	else if (monthDays.length > 0)
		said = m.invite_on_dates({
			every: said,
			days: list.format(monthDays.map((day) => (day < 0 ? m.invite_on_last_date() : String(day))))
		});
	if (months.length > 0)
		said = m.invite_in_months({
			what: said,
			months: list.format(months.map((each) => month(each, locale)))
		});
	if (until) {
		const day = format(locale, DAY_FORM, until.kind === 'zoned' ? zone : 'UTC').format(until.ms);
		said = m.invite_until({ what: said, day });
	}
	return count === null ? said : m.invite_count({ what: said, n: count });
}

/** A person's name, or their address where they gave none; isolated, for use inside a sentence. */
export function sayPerson(person: { name: string; address: string } | null): string {
	return person ? isolate(person.name || person.address) : '';
}
