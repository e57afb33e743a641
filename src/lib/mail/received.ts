import { parseMailDate } from './header-date.ts';

/** Characters of one Received header that are read: real ones have some hundred. */
const MAX_VALUE = 4096;
const MAX_NAME = 255;

/** How a connection was encrypted, as far as the line says. */
export interface HopTls {
	/** `TLS 1.3`, or null when only the fact is told. */
	readonly version: string | null;
	readonly cipher: string | null;
}

/** One Received header (RFC 5321 §4.4), as whoever wrote it tells it. */
export interface Received {
	/** The name the client gave, or that of its address. */
	readonly from: string | null;
	/** The name that the server found for the client's address; null when it does not tell it apart. */
	readonly fromHost: string | null;
	/** The client's IP address. */
	readonly fromAddress: string | null;
	readonly by: string | null;
	/** Protocol, upper case: `ESMTPS` (RFC 3848). */
	readonly with: string | null;
	readonly tls: HopTls | null;
	/** ms since 1970. */
	readonly at: number | null;
}

interface Clause {
	word: string;
	comments: string[];
	/** Further words, such as `tls` and a cipher in Exim's. */
	more: string[];
}

const KEYWORDS = new Set(['from', 'by', 'via', 'with', 'id', 'for']);

/** Clauses by keyword, the first of each; comments stay with the clause they follow. */
function clausesOf(text: string): { clauses: Map<string, Clause>; date: string } {
	const clauses = new Map<string, Clause>();
	let current: Clause = { word: '', comments: [], more: [] };
	let expecting = false;
	let date = '';
	for (let at = 0; at < text.length;) {
		const char = text[at] as string;
		if (/\s/.test(char)) at++;
		else if (char === ';') {
			date = text.slice(at + 1);
			break;
		} else if (char === '(') {
			const end = commentEnd(text, at);
			current.comments.push(text.slice(at + 1, end - 1));
			at = end;
		} else {
			const start = at;
			while (at < text.length && !/[\s;(]/.test(text[at] as string)) at++;
			const word = text.slice(start, at);
			const keyword = word.toLowerCase();
			if (!expecting && KEYWORDS.has(keyword)) {
				current = { word: '', comments: [], more: [] };
				if (!clauses.has(keyword)) clauses.set(keyword, current);
				expecting = true;
			} else if (expecting) {
				current.word = word;
				expecting = false;
			} else current.more.push(word);
		}
	}
	return { clauses, date };
}

function commentEnd(text: string, at: number): number {
	for (let depth = 0; at < text.length; at++) {
		const char = text[at];
		if (char === '\\') at++;
		else if (char === '(') depth++;
		else if (char === ')' && --depth === 0) return at + 1;
	}
	// Never closed: all the rest is inside.
	return text.length + 1;
}

const IPV4 = String.raw`(?:\d{1,3}\.){3}\d{1,3}`;
const IPV6 = String.raw`(?:ipv6:)?[0-9a-f]{0,4}:[0-9a-f:.]{1,40}`;
const BRACKETED = new RegExp(String.raw`^(.{0,${MAX_NAME}}?)\[(${IPV4}|${IPV6})\]`, 'i');
const BARE = new RegExp(String.raw`^(?:[^@\s]{1,64}@)?\[?(${IPV4}|${IPV6})\]?$`, 'i');

/**
 * The client's address and name as the server saw them, which are in a comment: `(name [address])` of Postfix and
 * Sendmail, `([address] helo=name)` of Exim, `(address)` of qmail and Exchange. What the client said of itself
 * stands before it, or after HELO.
 */
function tcpInfo(clause: Clause | undefined): { host: string | null; address: string | null } {
	for (const comment of clause?.comments ?? []) {
		const text = comment.trim();
		if (/^(?:helo|ehlo)\b/i.test(text)) continue;
		const bracketed = BRACKETED.exec(text);
		const before = (bracketed?.[1] ?? '').trim();
		if (bracketed && !before.includes('=')) {
			const host = /^[a-z0-9._-]{1,255}$/i.test(before) && before.toLowerCase() !== 'unknown' ? before : '';
			return { host: host.replace(/\.$/, '') || null, address: plainAddress(bracketed[2]) };
		}
		const bare = BARE.exec(text);
		if (bare) return { host: null, address: plainAddress(bare[1]) };
	}
	const literal = BARE.exec(clause?.word ?? '');
	return { host: null, address: literal ? plainAddress(literal[1]) : null };
}

function plainAddress(text = ''): string | null {
	const address = text.replace(/^ipv6:/i, '').toLowerCase();
	const four = /^\d+\.\d+\.\d+\.\d+$/.test(address);
	if (four) return address.split('.').every((part) => Number(part) < 256) ? address : null;
	return address;
}

const VERSION = /\b(?:TLS|SSL)[ _]?v?([1-3])(?:[._]([0-3]))?(?![0-9])/i;
const CIPHER =
	/(?:cipher[ =]|\btls |TLSv?1[._][0-3]:)([A-Z0-9_-]{5,60})|\b((?:TLS|ECDHE|DHE)[_-][A-Z0-9_-]{5,60})/i;
/** The S of the protocol is STARTTLS, the A a login (RFC 3848). */
const ENCRYPTED = /^(?:UTF8)?(?:E?SMTP|LMTP)SA?$/;

function tlsOf(clauses: ReadonlyMap<string, Clause>, protocol: string | null): HopTls | null {
	const said: string[] = [];
	for (const clause of clauses.values()) {
		// What the client said of itself is not the server's word about the line.
		const comments = clause.comments.filter((comment) => !/^\s*(?:helo|ehlo)\b|\[/i.test(comment));
		said.push(...comments, clause.more.join(' '));
	}
	const all = said.join(' ; ');
	const version = VERSION.exec(all);
	const found = CIPHER.exec(all);
	if (!version && !ENCRYPTED.test(protocol ?? '') && !/\bencrypted\b/.test(all)) return null;
	return {
		version: version ? `TLS ${version[1]}.${version[2] ?? '0'}` : null,
		cipher: found?.[1] ?? found?.[2] ?? null
	};
}

const name = (text: string | undefined): string | null =>
	text ? text.replace(/[^\x21-\x7e\u00a0-\uffff]/g, '').slice(0, MAX_NAME) || null : null;

/** One Received header value, unfolded (binary string). Never throws; what it cannot read is null. */
export function parseReceived(value: string): Received {
	const text = value.slice(0, MAX_VALUE);
	const { clauses, date } = clausesOf(text);
	const from = clauses.get('from');
	const { host, address } = tcpInfo(from);
	const protocol = clauses.get('with')?.word.toUpperCase() ?? null;
	return {
		from: name(from?.word),
		fromHost: name(host ?? undefined),
		fromAddress: address,
		by: name(clauses.get('by')?.word),
		with: name(protocol ?? undefined),
		tls: tlsOf(clauses, protocol),
		at: date === '' ? null : parseMailDate(date)
	};
}
