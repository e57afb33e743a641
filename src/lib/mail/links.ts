/** A piece of text that may be a link. Joined in order, the texts are the input. */
export interface TextRun {
	readonly text: string;
	/** Absolute `http:`, `https:` or `mailto:` address, or null for plain text. */
	readonly href: string | null;
}

/** Longest address that becomes a link; longer ones stay text. */
const MAX_URL = 4000;

const START = /https?:\/\/|mailto:|www\.|@/gi;
/** Ends a web address: blanks, quotes, angle brackets, braces, full-width punctuation. */
const STOPS = new Set('<>"`{}|\\^\u00a0\u3000\u3001\u3002\uff0c\uff1b');

function isStop(char: string): boolean {
	const code = char.charCodeAt(0);
	if (code <= 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
	return STOPS.has(char) || (code >= 0x2018 && code <= 0x201f) || (code >= 0x2028 && code <= 0x202e);
}

/** A table of the ASCII characters of a class, asked per character: a pattern is many times slower. */
const table = (chars: RegExp): boolean[] =>
	Array.from({ length: 128 }, (_, code) => chars.test(String.fromCharCode(code)));
const LOCAL = table(/[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]/);
const DOMAIN = table(/[A-Za-z0-9.-]/);

const PAIRS = new Map([
	[')', '('],
	[']', '[']
]);

/** Drops the punctuation of the sentence around an address, and a bracket that was opened before it. */
function trimEnd(url: string): string {
	const count = new Map<string, number>();
	for (const char of url) if ('()[]'.includes(char)) count.set(char, (count.get(char) ?? 0) + 1);
	let end = url.length;
	for (; end > 0; end--) {
		const last = url[end - 1] ?? '';
		const opener = PAIRS.get(last);
		if (opener) {
			const closed = count.get(last) ?? 0;
			if ((count.get(opener) ?? 0) >= closed) break;
			count.set(last, closed - 1);
		} else if (!/[.,;:!?'*_~]/.test(last)) break;
	}
	return url.slice(0, end);
}

function addressAt(text: string, at: number, from: number): { start: number; end: number } | null {
	let start = at;
	while (start > from && at - start < 64 && LOCAL[text.charCodeAt(start - 1)]) start--;
	while (start < at && /[.*_'~/=]/.test(text[start] ?? '')) start++;
	let end = at + 1;
	while (end < text.length && end - at < 255 && DOMAIN[text.charCodeAt(end)]) end++;
	while (end > at && /[.-]/.test(text[end - 1] ?? '')) end--;
	const domain = text.slice(at + 1, end);
	const labels = domain.split('.');
	const plausible =
		labels.length > 1 && labels.every((l) => l !== '' && l.length < 64) && /[a-z]/i.test(labels.at(-1) ?? '');
	return start < at && plausible ? { start, end } : null;
}

/** The address that begins at `start`. Without `href` there is none up to `end`, so that is not read again. */
function urlAt(text: string, start: number, prefix: string): { end: number; href: string | null } {
	let end = start + prefix.length;
	while (end < text.length && end - start <= MAX_URL && !isStop(text[end] ?? '')) end++;
	const none = { end, href: null };
	if (end - start > MAX_URL) return none;
	const found = trimEnd(text.slice(start, end));
	if (found.length <= prefix.length) return none;
	const written = prefix.toLowerCase() === 'www.' ? `http://${found}` : found;
	const parsed = URL.parse(written);
	if (!parsed || (parsed.protocol !== 'mailto:' && !parsed.hostname.includes('.') && !parsed.port))
		return none;
	return { end: start + found.length, href: parsed.href };
}

/** Finds web and mail addresses in one line of text, in time linear in its length. */
export function findLinks(text: string): TextRun[] {
	const runs: TextRun[] = [];
	let done = 0;
	const push = (start: number, end: number, href: string): void => {
		if (start > done) runs.push({ text: text.slice(done, start), href: null });
		runs.push({ text: text.slice(start, end), href });
		done = end;
	};
	START.lastIndex = 0;
	for (let hit = START.exec(text); hit; hit = START.exec(text)) {
		const start = hit.index;
		if (start < done) continue;
		if (hit[0] === '@') {
			const address = addressAt(text, start, done);
			if (address)
				push(address.start, address.end, `mailto:${encodeURI(text.slice(address.start, address.end))}`);
		} else if (!/[\p{L}\p{N}]/u.test(text[start - 1] ?? '')) {
			const url = urlAt(text, start, hit[0]);
			if (url.href) push(start, url.end, url.href);
			START.lastIndex = Math.max(START.lastIndex, url.end);
		}
		START.lastIndex = Math.max(START.lastIndex, done);
	}
	if (done < text.length) runs.push({ text: text.slice(done), href: null });
	return runs;
}
