const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Octets as people read them, in steps of 1,000: “184 kB”, “1.1 MB”. */
export function printBytes(octets: number, locale: string): string {
	let value = octets;
	let unit = 0;
	while (value >= 999.5 && unit < UNITS.length - 1) {
		value /= 1000;
		unit++;
	}
	const language = locale === 'en' ? 'en-GB' : locale;
	// English spells “byte” out in the short form and glues “B” to the number in the narrow one.
	if (unit === 0) return `${new Intl.NumberFormat(language).format(value)}\u00a0B`;
	return new Intl.NumberFormat(language, {
		style: 'unit',
		unit: UNITS[unit],
		maximumFractionDigits: value < 10 && unit > 1 ? 1 : 0
	}).format(value);
}
