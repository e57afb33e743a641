const UNITS = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
	['second', 1000]
] as const;

/** A stretch of time in its largest whole unit: “12 min”. `ms` of at least a second. */
export function printSpan(ms: number, locale: string): string {
	const [unit, size] = UNITS.find(([, least]) => ms >= least) ?? UNITS[3];
	return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(
		Math.floor(ms / size)
	);
}
