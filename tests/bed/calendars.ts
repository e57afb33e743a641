/** Calendar files for tests: lines joined as they travel. */

export const many = <T>(count: number, each: (i: number) => T): T[] =>
	Array.from({ length: count }, (_, i) => each(i));

export function calendar(...lines: readonly string[]): string {
	return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** A file with one event of these lines. */
export function event(...lines: readonly string[]): string {
	return calendar('BEGIN:VEVENT', 'UID:event@example.org', ...lines, 'END:VEVENT');
}
