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

/** The first word of a tool's name. What follows is whatever its sender likes, in a letter that is believed: no host. */
const TOOL = /^[a-z][a-z0-9_-]{0,29}(?![^/\s])/i;

/** “Firefox, Linux” from a User-Agent header, or a tool's first word where it names neither. It is only a claim. */
export function browserName(agent: string): string {
	const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1];
	const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1];
	return [browser, system].filter(Boolean).join(', ') || TOOL.exec(agent)?.[0] || '–';
}
