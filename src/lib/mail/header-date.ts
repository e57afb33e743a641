const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Obsolete names of zones (RFC 5322 §4.3), in hours; all others count as UTC. */
const ZONES = new Map([
	['edt', -4],
	['est', -5],
	['cdt', -5],
	['cst', -6],
	['mdt', -6],
	['mst', -7],
	['pdt', -7],
	['pst', -8]
]);
const FORM =
	/(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]{0,6}[\s-]+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[A-Za-z]{1,5})?/;

function zoneMinutes(zone: string): number {
	if (/^[+-]/.test(zone)) {
		const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
		return zone.startsWith('-') ? -minutes : minutes;
	}
	return (ZONES.get(zone.toLowerCase()) ?? 0) * 60;
}

/**
 * A date of RFC 5322 §3.3 or of IMAP's INTERNALDATE as ms since 1970; null for nonsense, and for years that no
 * calendar of ours can show.
 */
export function parseMailDate(text: string): number | null {
	const match = FORM.exec(text.slice(0, 200));
	if (!match) {
		const iso = /^\s*\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text.slice(0, 40)) : NaN;
		return Number.isNaN(iso) ? null : iso;
	}
	const [, day = '', month = '', years = '', hour = '', minute = '', second = '0', zone = ''] = match;
	const monthIndex = MONTHS.indexOf(month.toLowerCase());
	let year = Number(years);
	// RFC 5322 §4.3: two digits up to 49 are 20xx, others and three digits add 1900.
	if (years.length === 2) year += year < 50 ? 2000 : 1900;
	else if (years.length === 3) year += 1900;
	if (
		monthIndex < 0 ||
		Number(day) > 31 ||
		Number(hour) > 24 ||
		Number(minute) > 59 ||
		year < 1900 ||
		year > 9999
	)
		return null;
	return (
		Date.UTC(year, monthIndex, Number(day), Number(hour), Number(minute), Number(second)) -
		zoneMinutes(zone) * 60_000
	);
}
