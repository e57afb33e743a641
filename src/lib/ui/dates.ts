import { daysAgo } from '$lib/mail/days';

/** `row`: as short as it stays clear; `under`: the same below a line that names the day; `head`: day and time. */
export type TimeForm = 'row' | 'under' | 'head' | 'full';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = locale + JSON.stringify(options);
	let found = formats.get(key);
	if (!found) formats.set(key, (found = new Intl.DateTimeFormat(regional(locale), options)));
	return found;
}

/** Plain English is set the European way: 24 hours, day before month. */
function regional(locale: string): string {
	return locale === 'en' ? 'en-GB' : locale;
}

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

/** The text of a moment. `today` is the word for it, used by `head`. */
export function printTime(ms: number, form: TimeForm, locale: string, now: number, today = ''): string {
	if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return '';
	const at = (options: Intl.DateTimeFormatOptions) => format(locale, options).format(ms);
	if (form === 'full') return at({ dateStyle: 'full', timeStyle: 'short' });
	const days = daysAgo(ms, now);
	const clock = at(CLOCK);
	const near = days > 0 && days < 7;
	const thisYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
	const day = near
		? weekday(ms, locale)
		: at(
				thisYear ? { day: 'numeric', month: 'short' } : { day: '2-digit', month: '2-digit', year: 'numeric' }
			);
	if (form === 'under' && days === 1) return clock;
	if (form === 'row' || form === 'under') return days === 0 ? clock : day;
	return `${days === 0 && today ? today : day}, ${clock}`;
}

/** “Fri 20”: `Intl` would put a full stop or comma between them in some languages. */
function weekday(ms: number, locale: string): string {
	const name = format(locale, { weekday: 'short' }).format(ms).replace(/\.$/, '');
	return `${name} ${new Date(ms).getDate()}`;
}

/** “October” or “October 2025”, for the line above a month of messages. */
export function printMonth(year: number, month: number, locale: string, now: number): string {
	const thisYear = new Date(now).getFullYear() === year;
	return format(locale, { month: 'long', ...(thisYear ? {} : { year: 'numeric' }) }).format(
		new Date(year, month - 1, 1)
	);
}
