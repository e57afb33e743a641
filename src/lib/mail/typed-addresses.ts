import type { Address } from './address.ts';

/**
 * Address lists as a person types or pastes them (RFC 5322 §3.4): names, quotes, comments, groups, commas,
 * semicolons, line breaks. Never throws and never guesses: what is no address comes back as a mistake, so that
 * the composer can name it. Non-ASCII is allowed in names and addresses (RFC 6532 §3.2).
 */
export interface AddressList {
	readonly addresses: readonly Address[];
	/** What could not be read, as it was typed, at most 100 characters each. */
	readonly mistakes: readonly string[];
}

/** Characters of one field; a thousand long addresses fit. */
export const MAX_LIST = 100_000;
/** Recipients of one field; Postfix takes a thousand per message. */
export const MAX_ADDRESSES = 1000;
const MAX_NAME = 300;
const MAX_ADDRESS = 254;
const MAX_LOCAL = 64;

/** Controls, separators, direction marks and invisible joiners: never part of an address or a name. */
const FORBIDDEN = /[\p{Cc}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;
const ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10ffff}-]+$/u;
const LABEL =
	/^[A-Za-z0-9\u0080-\u{10ffff}](?:[A-Za-z0-9\u0080-\u{10ffff}-]*[A-Za-z0-9\u0080-\u{10ffff}])?$/u;
const LITERAL = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]{2,45})\]$/;
const QUOTED_LOCAL = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])+"$/;

/** True for `local@domain` as it may stand in an envelope: RFC 5321 §4.5.3.1 lengths, no control, no route. */
export function isAddress(value: string): boolean {
	if (value.length > MAX_ADDRESS || FORBIDDEN.test(value) || !value.isWellFormed()) return false;
	const at = value.lastIndexOf('@');
	if (at < 1) return false;
	const local = value.slice(0, at);
	const domain = value.slice(at + 1);
	if (new TextEncoder().encode(local).length > MAX_LOCAL) return false;
	const localFits = QUOTED_LOCAL.test(local) || local.split('.').every((atom) => ATOM.test(atom));
	const domainFits =
		LITERAL.test(domain) || domain.split('.').every((label) => label.length <= 63 && LABEL.test(label));
	return localFits && domainFits && !/\s/u.test(value.replace(/^".*"@/u, ''));
}

/** Reads a list. Doubles (same address, letter case aside) are kept once, the first name winning. */
export function parseAddressList(text: string): AddressList {
	if (text.length > MAX_LIST || !text.isWellFormed())
		return { addresses: [], mistakes: [text.slice(0, 100)] };
	const found = new Map<string, Address>();
	const mistakes: string[] = [];
	for (const entry of entries(text)) {
		const read = parseEntry(entry);
		if (read === null) mistakes.push(entry.slice(0, 100));
		else for (const one of read) if (!found.has(key(one))) found.set(key(one), one);
	}
	const addresses = [...found.values()];
	for (const extra of addresses.slice(MAX_ADDRESSES)) mistakes.push(extra.address);
	return { addresses: addresses.slice(0, MAX_ADDRESSES), mistakes };
}

/** What makes two addresses the same recipient: letter case aside. */
export function key(address: Address): string {
	return address.address.toLowerCase();
}

/** Prints one address so that `parseAddressList` reads it back: `"Brandt, Ada" <ada@demo.test>`. */
export function printAddress({ name, address }: Address): string {
	if (name === '') return address;
	const plain = /^[^\s"(),:;<>@[\]\\.]+(?: [^\s"(),:;<>@[\]\\.]+)*$/u.test(name);
	return `${plain ? name : `"${name.replaceAll(/["\\]/g, '\\$&')}"`} <${address}>`;
}

export function printAddressList(addresses: readonly Address[]): string {
	return addresses.map(printAddress).join(', ');
}

/**
 * Cuts at separators that stand outside quotes, comments, angle brackets and groups. A group counts only with
 * its closing semicolon, so that a pasted header line (`Bcc: x@y`) becomes a mistake, not a recipient.
 */
function entries(text: string): string[] {
	const list: string[] = [];
	let entry = '';
	let quoted = false;
	let depth = 0;
	let angle = false;
	let group = false;
	const push = () => {
		if (entry.trim() !== '') list.push(entry.trim());
		entry = '';
		depth = 0;
		quoted = angle = group = false;
	};
	for (let at = 0; at < text.length; at++) {
		const char = text[at]!;
		if (char === '\n' || char === '\r') {
			push();
			continue;
		}
		if (char === '\\' && (quoted || depth > 0)) {
			entry += char + (text[++at] ?? '');
			continue;
		}
		if (char === '"' && depth === 0) quoted = !quoted;
		else if (quoted) {
			entry += char;
			continue;
		} else if (char === '(') depth++;
		else if (char === ')') depth = Math.max(0, depth - 1);
		else if (depth === 0 && char === '<') angle = true;
		else if (depth === 0 && char === '>') angle = false;
		else if (depth === 0 && !angle && char === ':' && !entry.includes('[')) group = true;
		else if (depth === 0 && !angle && (char === ';' || (char === ',' && !group))) {
			if (char === ';' && group) entry += char;
			push();
			continue;
		}
		entry += char;
	}
	push();
	return list;
}

/** One entry: an address, a named address, a closed group, or several bare addresses with spaces between. */
function parseEntry(entry: string): Address[] | null {
	if (FORBIDDEN.test(entry.replaceAll('\t', ' '))) return null;
	const group = /^[^<>@"(]*:(.*);$/su.exec(entry) ?? /^"(?:[^"\\]|\\.)*"\s*:(.*);$/su.exec(entry);
	if (group) {
		const members = entries(group[1]!.replaceAll(';', ',')).map(parseSingle);
		return members.includes(null) ? null : (members as Address[]);
	}
	const single = parseSingle(entry);
	if (single) return [single];
	const words = entry.split(/\s+/u);
	return words.length > 1 && words.every(isAddress) ? words.map((address) => ({ name: '', address })) : null;
}

function parseSingle(entry: string): Address | null {
	const angle = /^(.*?)\s*<\s*([^<>]*?)\s*>\s*(?:\([^()]*\))?$/su.exec(entry);
	if (angle) {
		const name = parseName(angle[1]!);
		return name === null || !isAddress(angle[2]!) ? null : { name, address: angle[2]! };
	}
	const comment = /^(\S+)\s*\(([^()]*)\)$/su.exec(entry);
	if (comment && isAddress(comment[1]!)) {
		const name = tidy(comment[2]!);
		return name.length > MAX_NAME ? null : { name, address: comment[1]! };
	}
	return isAddress(entry) ? { name: '', address: entry } : null;
}

/** A display name: one quoted string, or words. Null when the quotes do not close or it is too long. */
function parseName(text: string): string | null {
	const quoted = /^\s*"((?:[^"\\]|\\.)*)"\s*$/su.exec(text);
	if (!quoted && /["<>]/.test(text)) return null;
	const name = tidy(quoted ? quoted[1]!.replaceAll(/\\(.)/gsu, '$1') : text);
	return name.length > MAX_NAME ? null : name;
}

const tidy = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();
