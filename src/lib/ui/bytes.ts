const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Octets as people read them, in steps of 1,000: “184 kB”, “1.1 MB”. */
export function printBytes(octets: number, locale: string): string {
	let value = octets;
	let unit = 0;
	while (value >= 999.5 && unit < UNITS.length - 1) {
		value /= 1000;
		unit++;
	}
	return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, {
		style: 'unit',
		unit: UNITS[unit],
		unitDisplay: unit === 0 ? 'narrow' : 'short',
		maximumFractionDigits: value < 10 && unit > 1 ? 1 : 0
	}).format(value);
}
