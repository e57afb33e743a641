/** Marks in what a browser calls itself; the first that fits, since most also name the others. */
const BROWSERS = [
	['Edg/', 'Edge'],
	['OPR/', 'Opera'],
	['Firefox/', 'Firefox'],
	['Chrome/', 'Chrome'],
	['Safari/', 'Safari']
] as const;
const SYSTEMS = [
	['Android', 'Android'],
	['iPhone', 'iPhone'],
	['iPad', 'iPad'],
	['Windows', 'Windows'],
	['Mac OS X', 'macOS'],
	['Linux', 'Linux']
] as const;

/** “Firefox, Linux” from a User-Agent header, or its first words where it names neither. It is only a claim. */
export function browserName(agent: string): string {
	const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1];
	const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1];
	return [browser, system].filter(Boolean).join(', ') || agent.slice(0, 40) || '–';
}
