import ICAL from 'ical.js';
import { Problem } from '$lib/server/problem';

/** Characters of a calendar or card file that are read (security M14). */
export const MAX_FILE = 500_000;
/** Lines of one file; beyond, it is no invitation. */
const MAX_LINES = 20_000;
/** Signs that part parameters and values: each costs ical.js more the more there are of them. */
const MAX_SIGNS = 20_000;

/** A property as ical.js takes a line apart (RFC 7265 §3.4): name, parameters, type of the value, values. */
export type JProperty = readonly [
	name: string,
	params: Readonly<Record<string, unknown>>,
	type: string,
	...values: unknown[]
];
/** A component: name, properties, components. Lower case names. */
export type JComponent = readonly [
	name: string,
	properties: readonly JProperty[],
	components: readonly JComponent[]
];

/**
 * Takes a file apart in one pass over its lines; nothing is expanded by it. Errors: `part/missing` for what is no such file, or is too large for one.
 */
export function parseFile(text: string): JComponent[] {
	const tooMany = (sign: RegExp, most: number): boolean => (text.match(sign) ?? []).length > most;
	if (text.length > MAX_FILE || tooMany(/\n(?![ \t])/g, MAX_LINES) || tooMany(/[;,"]/g, MAX_SIGNS))
		throw new Problem('part/missing');
	try {
		// Some senders leave out the end of the last line, or put a mark before the first.
		const parsed = ICAL.parse(`${text.replace(/^\ufeff/, '').trim()}\r\n`) as unknown as
			JComponent | JComponent[];
		return (typeof parsed[0] === 'string' ? [parsed] : parsed) as JComponent[];
	} catch (cause) {
		throw new Problem('part/missing', { cause });
	}
}

export function property(component: JComponent, name: string): JProperty | undefined {
	return component[1].find(([each]) => each === name);
}

export function properties(component: JComponent, name: string): JProperty[] {
	return component[1].filter(([each]) => each === name);
}

/** A parameter as text; the first where there are several. */
export function param(of: JProperty, name: string): string {
	const value = of[1][name];
	return String((Array.isArray(value) ? value[0] : value) ?? '');
}

/** Text of a stranger: line breaks kept as they are meant, other controls gone, at most `max` characters. */
export function clean(value: unknown, max: number, lines = false): string {
	const text = String(value ?? '')
		.slice(0, max * 2)
		.replace(/\r\n?|\u2028|\u2029/g, '\n')
		.replace(lines ? /(?!\n)\p{Cc}/gu : /\p{Cc}+/gu, ' ')
		.trim();
	return (text.length > max ? `${text.slice(0, max)}…` : text).toWellFormed();
}

/** The first value of a property as clean text, or empty. */
export function textOf(component: JComponent, name: string, max: number, lines = false): string {
	const found = property(component, name);
	return found ? clean(found[3], max, lines) : '';
}
