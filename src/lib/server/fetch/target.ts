import { isIP } from 'node:net';

/** Longest address that is fetched, in characters. */
const MAX_URL = 8192;

/** Where to go: an address read once, so that what was checked is what is used. */
export interface Target {
	readonly url: URL;
	/** Name or address to look up: no brackets, no dot at its end. */
	readonly host: string;
	readonly tls: boolean;
}

/**
 * Reads a web address as strictly as nobody else does, since what two readers understand differently is how
 * checks are passed by (security F1). Null for other schemes and ports, names and passwords before the host,
 * control characters, blanks, backslashes, and addresses written in an odd way (octal, short, in hex).
 */
export function parseTarget(raw: string): Target | null {
	if (raw.length > MAX_URL || /[\p{Cc}\p{Zs}\\]/u.test(raw)) return null;
	const authority = /^https?:\/\/([^/?#]+)/i.exec(raw)?.[1];
	if (authority === undefined || authority.includes('@')) return null;
	const url = URL.parse(raw);
	if (!url || !['', '80', '443'].includes(url.port)) return null;
	const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	// The parser has turned every spelling of an address into the usual one; a sender has no reason for another.
	const written = authority
		.replace(/:\d*$/, '')
		.replace(/^\[|\]$/g, '')
		.toLowerCase();
	if (host === '' || (isIP(host) && written !== host)) return null;
	return { url, host, tls: url.protocol === 'https:' };
}
