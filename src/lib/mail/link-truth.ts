import { parse } from 'tldts';
import { faceOfHost, lookAlike } from './look-alike.ts';
import { registrable } from './registrable.ts';

/** Why a link should not be followed unseen (security D1, D2). */
export type LinkReason = 'elsewhere' | 'look-alike' | 'mixed' | 'disguised' | 'hidden' | 'number';

export const LINK_REASONS: readonly LinkReason[] = [
	'elsewhere',
	'look-alike',
	'mixed',
	'disguised',
	'hidden',
	'number'
];

/** What is wrong with a link. */
export interface LinkLie {
	readonly reason: LinkReason;
	/** Where it really goes, in ASCII. */
	readonly host: string;
	/** The host its words name, or the known domain it resembles; ASCII, or null. */
	readonly claimed: string | null;
}

/** Words of a link that are looked at. */
const MAX_WORDS = 400;

/** Endings of files that are endings of hosts too; after a bare name they mean the file. */
const FILES = /\.(?:md|py|sh|zip|mov|ps|so|cc)$/;

/** What a person registered of a host, in ASCII; a number, or a name nobody registers, is itself. */
export function registered(host: string): string {
	const { ascii } = faceOfHost(host);
	return registrable(ascii) ?? ascii;
}

/** True for an address of numbers (RFC 3986 §3.2.2), as `URL` spells it. */
export function isNumber(host: string): boolean {
	return host.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
}

/** The hosts that words name: addresses with a scheme or `www.`, mail addresses, bare names of a real ending. */
export function hostsNamed(words: string): string[] {
	const text = words
		.slice(0, MAX_WORDS)
		.normalize('NFKC')
		.replace(/[\p{Cf}\p{Cc}\u3164\uffa0]/gu, '')
		.replace(/[\\\u2044\u2215\u29f8]/g, '/')
		.replace(/[\u3002\uff61\u2024]/g, '.');
	const found: string[] = [];
	for (const [token] of text.matchAll(/[^\s<>"'(){}|,;\[\]]+/gu)) {
		const scheme = /^[a-z][a-z0-9+.-]{0,20}:\/{0,3}/i.exec(token)?.[0];
		const rest = token.slice(scheme?.includes('/') || /^mailto:/i.test(scheme ?? '') ? scheme?.length : 0);
		const authority = /^[^/?#\\]*/.exec(rest)?.[0] ?? '';
		const host = authority
			.slice(authority.lastIndexOf('@') + 1)
			.replace(/:\d*$/, '')
			.replace(/[.!:…]+$/, '')
			.toLowerCase();
		if (!/^[\p{L}\p{N}\p{M}_-]+(?:\.[\p{L}\p{N}\p{M}_-]+)+$/u.test(host)) continue;
		const said = scheme?.includes('/') || authority.includes('@') || host.startsWith('www.');
		const { ascii } = faceOfHost(host);
		if (said || isNumber(host) || (isRealName(ascii) && !(FILES.test(host) && rest.length === host.length)))
			found.push(ascii);
	}
	return found;
}

/** A name whose ending is in the public suffix list: `node.js` and `e.g` are none. */
function isRealName(host: string): boolean {
	const { isIcann, isPrivate, domain } = parse(host, { allowPrivateDomains: true });
	return domain !== null && (isIcann === true || isPrivate === true);
}

/**
 * Judges a link. `written` is its address as the sender wrote it, `words` what a reader sees of it, `known` the
 * domains they trust. Null: nothing is wrong, or it is no web address.
 */
export function judgeLink(written: string, words: string, known: Iterable<string> = []): LinkLie | null {
	const url = URL.parse(written.trim());
	if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
	const host = url.hostname.toLowerCase().replace(/\.$/, '');
	const own = registered(host);
	const named = hostsNamed(words);
	const lie = (reason: LinkReason, claimed: string | null): LinkLie => ({ reason, host, claimed });
	const other = named.find((claimed) => registered(claimed) !== own);
	if (other !== undefined) return lie('elsewhere', other);
	const resembled = lookAlike(own, known);
	if (resembled) return lie('look-alike', resembled);
	const { trouble } = faceOfHost(host);
	if (trouble) return lie(trouble, null);
	if (url.username !== '' || url.password !== '') return lie('hidden', null);
	if (isNumber(host) && !named.includes(host)) return lie('number', null);
	return null;
}
