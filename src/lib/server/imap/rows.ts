import { parseAddresses } from '$lib/mail/address-list';
import type { Address } from '$lib/mail/address';
import { cleanText } from '$lib/mail/encoded-word';
import { parseFlags } from '$lib/mail/flags';
import { parseMailDate } from '$lib/mail/header-date';
import { splitHeader } from '$lib/mail/header-fields';
import type { Uid } from '$lib/mail/ids';
import { parseMessageIds, parseSubject } from '$lib/mail/message-header';
import type { Flags, Summary } from '$lib/mail/summary';
import { hasAttachment } from './bodystructure';
import { atom, peekFields, type FetchRow } from './raw';
import { integer, list, text, type Value } from './tokens';
import type { Token, Wire } from './wire';

/** What the list asks of a message, and how a row comes out of it. */

/** The part of a summary that never changes (RFC 9051 §2.3.1.1: as long as UIDVALIDITY does not). */
export type Fixed = Omit<Summary, 'flags' | 'size'>;

const MAX_ADDRESSES = 20;
const MAX_SNIPPET = 200;

/**
 * Items of a row. Each group of fields has a bound of its own, so that a subject of 10 MB, or ten thousand
 * recipients, cost a few kilobytes and hide nothing else.
 */
export function rowItems(imap: Wire): Token[] {
	const items = [
		atom('UID'),
		atom('FLAGS'),
		atom('INTERNALDATE'),
		atom('BODYSTRUCTURE'),
		peekFields(['FROM', 'DATE', 'MESSAGE-ID'], 4096),
		peekFields(['TO'], 2048),
		peekFields(['SUBJECT'], 6144)
	];
	// RFC 8970. Dovecot makes it once and keeps it.
	if (imap.capabilities.has('PREVIEW')) items.push(atom('PREVIEW'));
	return items;
}

export function uidOf(row: FetchRow): Uid | null {
	const uid = integer(row.items.get('UID'));
	return uid !== null && uid >= 1 && uid <= 0xffffffff ? (uid as Uid) : null;
}

export function flagsOf(row: FetchRow): Flags | null {
	const atoms = list(row.items.get('FLAGS'));
	return atoms ? parseFlags(atoms.map(text)) : null;
}

/** Everything but flags and size; null when the server did not send what was asked for. */
export function fixedOf(row: FetchRow): Fixed | null {
	const uid = uidOf(row);
	const structure = row.items.get('BODYSTRUCTURE');
	if (uid === null || structure === undefined) return null;
	let block = '';
	for (const [key, value] of row.items) {
		if (!key.startsWith('BODY[HEADER.FIELDS')) continue;
		// Each block ends in an empty line, which must not end those that follow.
		const part = text(value).trim();
		if (part !== '') block += `${part}\r\n`;
	}
	const fields = splitHeader(block).all;
	const first = (name: string) => fields.get(name)?.[0] ?? '';
	const received = parseMailDate(text(row.items.get('INTERNALDATE'))) ?? 0;
	return {
		uid,
		from: addresses(first('from')),
		to: addresses(first('to')),
		subject: parseSubject(first('subject')),
		snippet: snippetOf(row.items.get('PREVIEW')),
		date: parseMailDate(first('date')) ?? received,
		received,
		attachment: hasAttachment(structure),
		messageId: parseMessageIds(first('message-id')).at(-1) ?? ''
	};
}

function addresses(value: string): Address[] {
	return parseAddresses(value).slice(0, MAX_ADDRESSES);
}

/** PREVIEW is UTF-8; older servers wrap it in a list with the algorithm's name. */
function snippetOf(value: Value | undefined): string {
	const raw = Array.isArray(value) ? text((value as readonly Value[]).at(-1)) : text(value);
	const words = cleanText(Buffer.from(raw, 'latin1').toString('utf8')).replace(/\s+/g, ' ').trim();
	return words.slice(0, MAX_SNIPPET).toWellFormed();
}
