import { parseAddresses } from '$lib/mail/address-list';
import { decodeBytes, fromBinary } from '$lib/mail/charset';
import { cleanText, decodeHeaderText } from '$lib/mail/encoded-word';
import { parseMailDate } from '$lib/mail/header-date';
import type { Address } from '$lib/mail/address';
import type { PartId } from '$lib/mail/ids';
import { parseSubject } from '$lib/mail/message-header';
import type { NestedEnvelope, PartNode } from '$lib/mail/structure';
import { integer, list, text, type Value } from './tokens';

/** BODYSTRUCTURE (RFC 9051 §7.5.2) as our tree. Whatever is missing or odd gets a harmless value. */

/** Limits of security M2. */
const MAX_PARTS = 1000;
const MAX_LEVELS = 100;
const MAX_NAME = 1000;

interface Budget {
	left: number;
	shortened: boolean;
}

/** Parameters (RFC 2231 pieces joined, charsets decoded), names in lower case. */
export function parseParams(value: Value | undefined): Map<string, string> {
	const pairs = list(value) ?? [];
	const plain = new Map<string, string>();
	const pieces = new Map<string, { index: number; value: string; encoded: boolean }[]>();
	for (let i = 0; i + 1 < pairs.length && i < 200; i += 2) {
		const key = text(pairs[i]).toLowerCase().slice(0, 100);
		const content = text(pairs[i + 1]).slice(0, 10_000);
		const match = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(key);
		if (!match) {
			if (!plain.has(key)) plain.set(key, cleanText(decodeHeaderText(content)).slice(0, MAX_NAME));
			continue;
		}
		const name = match[1] as string;
		const all = pieces.get(name) ?? [];
		all.push({
			index: Number(match[2] ?? 0),
			value: content,
			encoded: match[2] === undefined || match[3] === '*'
		});
		pieces.set(name, all);
	}
	for (const [name, parts] of pieces) plain.set(name, joinPieces(parts).slice(0, MAX_NAME).toWellFormed());
	return plain;
}

/** RFC 2231 §4: `charset'language'percent-encoded`, perhaps in numbered pieces. */
function joinPieces(parts: { index: number; value: string; encoded: boolean }[]): string {
	parts.sort((a, b) => a.index - b.index);
	const head = parts[0]?.encoded ? /^([^']{0,60})'[^']{0,60}'/.exec(parts[0].value) : null;
	const binary = parts
		.map(({ value, encoded }, at) => {
			const rest = at === 0 && head ? value.slice(head[0].length) : value;
			return encoded
				? rest.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
				: rest;
		})
		.join('');
	return cleanText(decodeBytes(fromBinary(binary), head?.[1] || null).text);
}

function addressesOf(value: Value | undefined): Address[] {
	const all = (list(value) ?? []).slice(0, 100).map((each) => {
		const [name, , mailbox, host] = list(each) ?? [];
		const quoted = text(name).replace(/["\\]/g, '');
		return `${quoted === '' ? '' : `"${quoted}" `}<${text(mailbox)}@${text(host)}>`;
	});
	return parseAddresses(all.join(', '));
}

function envelopeOf(value: Value | undefined): NestedEnvelope {
	const parts = list(value) ?? [];
	return {
		date: parseMailDate(text(parts[0])),
		subject: parseSubject(text(parts[1])),
		from: addressesOf(parts[2]),
		to: addressesOf(parts[5])
	};
}

const word = (value: Value | undefined) => {
	const lower = text(value).toLowerCase().trim();
	return /^[a-z0-9!#$&^_.+-]{1,127}$/.test(lower) ? lower : '';
};

const orNull = (value: string) => (value === '' ? null : value);

function dispositionOf(value: Value | undefined): {
	kind: PartNode['disposition'];
	params: Map<string, string>;
} {
	const parts = list(value);
	if (!parts) return { kind: null, params: new Map() };
	return { kind: word(parts[0]) === 'inline' ? 'inline' : 'attachment', params: parseParams(parts[1]) };
}

function multipart(value: readonly Value[], path: string, level: number, budget: Budget): PartNode {
	const children: PartNode[] = [];
	let at = 0;
	for (; Array.isArray(value[at]); at++) {
		if (budget.left <= 0 || level >= MAX_LEVELS) {
			budget.shortened = true;
			continue;
		}
		children.push(
			node(
				value[at] as readonly Value[],
				path === '' ? String(at + 1) : `${path}.${at + 1}`,
				level + 1,
				budget
			)
		);
	}
	const params = parseParams(value[at + 1]);
	const disposition = dispositionOf(value[at + 2]);
	return {
		...bare,
		type: `multipart/${word(value[at]) || 'mixed'}`,
		params,
		disposition: disposition.kind,
		children
	};
}

const bare = {
	id: null,
	filename: null,
	charset: null,
	encoding: '7bit',
	contentId: null,
	size: 0,
	description: null,
	disposition: null
};

function node(value: readonly Value[], path: string, level: number, budget: Budget): PartNode {
	budget.left--;
	if (Array.isArray(value[0])) return multipart(value, path, level, budget);
	const major = word(value[0]);
	const type = major && word(value[1]) ? `${major}/${word(value[1])}` : 'application/octet-stream';
	const params = parseParams(value[2]);
	// text/* has a line count after the size, message/rfc822 envelope, structure and line count.
	const nested = type === 'message/rfc822' || type === 'message/global';
	const holds = nested && Array.isArray(value[8]);
	const extension = holds ? 10 : major === 'text' ? 8 : 7;
	const disposition = dispositionOf(value[extension + 1]);
	const id = (path === '' ? '1' : path) as PartId;
	const inner =
		holds && level < MAX_LEVELS && budget.left > 0
			? [nestedRoot(value[8] as readonly Value[], id, level, budget)]
			: [];
	return {
		id,
		type,
		params,
		disposition: disposition.kind,
		filename: orNull((disposition.params.get('filename') ?? params.get('name') ?? '').trim()),
		charset: orNull((params.get('charset') ?? '').toLowerCase().trim()),
		encoding: word(value[5]) || '7bit',
		contentId: orNull(cleanText(text(value[3])).trim().replace(/^<|>$/g, '').slice(0, MAX_NAME)),
		size: integer(value[6]) ?? 0,
		description: orNull(
			cleanText(decodeHeaderText(text(value[4])))
				.trim()
				.slice(0, MAX_NAME)
		),
		children: inner,
		...(nested ? { message: envelopeOf(value[7]) } : {})
	};
}

/** Parts of a nested message are counted below it: its multipart's first part is `2.1`, its only part `2.1` too (RFC 9051 §6.4.5.1). */
function nestedRoot(value: readonly Value[], id: string, level: number, budget: Budget): PartNode {
	return Array.isArray(value[0])
		? multipart(value, id, level + 1, budget)
		: node(value, `${id}.1`, level + 1, budget);
}

/** The tree of a BODYSTRUCTURE item. `shortened` when limits left parts out. */
export function parseStructure(value: Value | undefined): { root: PartNode; shortened: boolean } {
	const budget: Budget = { left: MAX_PARTS, shortened: false };
	const parts = list(value) ?? ['text', 'plain', null, null, null, '7bit', '0'];
	return { root: node(parts, '', 0, budget), shortened: budget.shortened };
}

/** Does a row of the list get its paper clip? Looks at the raw item: no tree is built for that. */
export function hasAttachment(value: Value | undefined): boolean {
	const stack: { part: readonly Value[]; related: boolean }[] = [{ part: list(value) ?? [], related: false }];
	for (let seen = 0; stack.length > 0 && seen < MAX_PARTS; seen++) {
		const { part, related } = stack.pop() as (typeof stack)[number];
		if (Array.isArray(part[0])) {
			const kind = text(part.find((each) => !Array.isArray(each))).toLowerCase();
			for (const each of part) {
				if (!Array.isArray(each)) break;
				stack.push({ part: each as readonly Value[], related: kind === 'related' || kind === 'alternative' });
			}
		} else if (isAttached(part, related)) return true;
	}
	return false;
}

function isAttached(part: readonly Value[], related: boolean): boolean {
	const major = text(part[0]).toLowerCase();
	const minor = text(part[1]).toLowerCase();
	const nested = major === 'message' && minor === 'rfc822' && Array.isArray(part[8]);
	const at = (nested ? 10 : major === 'text' ? 8 : 7) + 1;
	const disposition = text(list(part[at])?.[0]).toLowerCase();
	if (disposition === 'attachment')
		return !/^(?:pgp-signature|pkcs7-signature|x-pkcs7-signature)$/.test(minor);
	if (major === 'text' && (minor === 'plain' || minor === 'html'))
		return disposition === 'inline' && hasName(part, at);
	if (/^(?:pgp-signature|pkcs7-signature|x-pkcs7-signature|pgp-encrypted|calendar)$/.test(minor))
		return false;
	if (major === 'message' && /^(?:delivery-status|disposition-notification|partial)$/.test(minor))
		return false;
	// An image that HTML refers to is part of the text; others are attached.
	return !(related && (disposition === 'inline' || part[3] !== null)) && major !== '';
}

function hasName(part: readonly Value[], at: number): boolean {
	return /^filename/i.test(text(list(list(part[at])?.[1])?.[0])) || parseParams(part[2]).has('name');
}
