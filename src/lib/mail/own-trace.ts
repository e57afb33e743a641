import { parseAuthResults, type AuthResults } from './auth-results.ts';
import type { Field } from './header-fields.ts';
import { parseReceived, type Received } from './received.ts';
import { canonicalHost } from './registrable.ts';

/**
 * Which header fields our own side wrote. Servers put theirs on top of what is there, so a message read from its
 * top tells what we did with it, then what a stranger sent; between the two lies the border: the newest Received
 * that took the message from outside.
 *
 * - A Received is a step inside when it names no client (`qmail`, Gmail), is local delivery (LMTP), comes from a
 *   loopback address, or from a host whose name, as our server looked it up, is in the list.
 * - The first other Received is the border. Above it no stranger can have written, whatever it is called.
 * - Filters (RFC 8601 §4.1) put their results above the border, or right below it. Fields below count only when
 *   the border was written `by` a name in the list, only up to the next Received, and only when there are none
 *   above: a stranger writes there too, so that a server must take away what others say in its name (§5).
 * - Without a border nobody is known to have taken the message in, and nothing counts.
 *
 * Of what counts, only results under an authserv-id in the list are taken.
 */

/** Fields of a header that are looked at. */
const MAX_FIELDS = 500;
const MAX_RESULTS = 20;

/** What our own side has said of a message. */
export interface OwnTrace {
	/** Results of trusted servers, in the order of the header. */
	readonly results: readonly AuthResults[];
	/** Where the message came in, as our server saw it; null when it is not known. */
	readonly border: Received | null;
	/** Received headers down to the border that are ours, newest first. */
	readonly steps: number;
	/** Some server took it in: it is not a copy that a mail program put there, such as one in Sent. */
	readonly travelled: boolean;
	/** Envelope sender as our side noted it (RFC 5321 §4.4 Return-Path), above the border. */
	readonly returnPath: string | null;
}

/** Who we are, each in canonical form. */
export interface OwnNames {
	/** Under which our servers speak. */
	readonly ids: ReadonlySet<string>;
	/** Which our hosts have, the ids among them. */
	readonly hosts: ReadonlySet<string>;
}

/** Does this Received pass the message on between hosts of ours? */
function inside(hop: Received, { hosts }: OwnNames): boolean {
	// A login is a person's, wherever they sit.
	if (/A$/.test(hop.with ?? '')) return false;
	if (hop.from === null || /^LMTPS?$|^LOCAL$/.test(hop.with ?? '')) return true;
	const address = hop.fromAddress ?? '';
	if (/^127\.|^::1$|^::ffff:127\./.test(address)) return true;
	return hop.fromHost !== null && hosts.has(canonicalHost(hop.fromHost));
}

/**
 * Written as servers write it: the id first and bare, no space before the colon. Other forms are allowed, and are
 * how a stranger's header would slip past a server that takes its own name out.
 */
function isPlain({ authservId }: AuthResults, value: string, written: string): boolean {
	const start = value.trimStart();
	return (
		/^[!-~]+$/.test(written) &&
		start.startsWith(authservId) &&
		/^[\s;]|^$/.test(start.slice(authservId.length))
	);
}

/** Reads a header block's fields from the top. */
export function ownTrace(fields: Iterable<Field>, names: OwnNames): OwnTrace {
	const above: AuthResults[] = [];
	const below: AuthResults[] = [];
	let border: Received | null = null;
	let steps = 0;
	let returnPath: string | null = null;
	let count = 0;
	for (const [name, value, written] of fields) {
		if (++count > MAX_FIELDS) break;
		if (name === 'received') {
			if (border) break;
			const hop = parseReceived(value);
			steps++;
			if (inside(hop, names)) continue;
			border = hop;
			if (!names.hosts.has(canonicalHost(hop.by ?? ''))) {
				steps = 0;
				break;
			}
		} else if (name === 'return-path' && !border) {
			returnPath ??= /<([^<>\s]{0,320})>/.exec(value)?.[1] ?? null;
		} else if (name === 'authentication-results') {
			const read = parseAuthResults(value);
			const list = border ? below : above;
			const plain = read !== null && isPlain(read, value, written);
			if (plain && names.ids.has(read.authservId.toLowerCase()) && list.length < MAX_RESULTS) list.push(read);
		}
	}
	if (!border) return { results: [], border, steps: 0, travelled: steps > 0, returnPath: null };
	return { results: above.length > 0 ? above : below, border, steps, travelled: true, returnPath };
}
