import { pipeline, Readable } from 'node:stream';
import type { Account } from '$lib/server/account';
import { decodeBytes } from '$lib/mail/charset';
import { splitHeader } from '$lib/mail/header-fields';
import { parseMailDate } from '$lib/mail/header-date';
import type { FolderPath, PartId, Uid } from '$lib/mail/ids';
import { parseMessageHeader } from '$lib/mail/message-header';
import type { MessageStructure, PartNode } from '$lib/mail/structure';
import { Problem } from '$lib/server/problem';
import { parseStructure } from './bodystructure';
import { withFolder, type OpenFolder } from './pool';
import { atom, fetch, peek, peekFields, type FetchRow } from './raw';
import { flagsOf, uidOf } from './rows';
import { integer, text } from './tokens';
import { decodeAll, decoderOf } from './transfer';

/** A message without a MIME parser: the server takes it apart, parts come decoded, each in pieces. */

/** Octets of the header that are read whole; beyond it the fields come one by one, each bounded (security M2). */
const MAX_HEADER = 64 * 1024;
/** Octets of one FETCH while streaming: small enough that a click of the same person waits little behind it. */
const PIECE = 512 * 1024;
const ONE_BY_ONE = [
	['FROM', 'SENDER', 'REPLY-TO', 'DATE', 'MESSAGE-ID'],
	['TO'],
	['CC'],
	['BCC'],
	['SUBJECT'],
	['IN-REPLY-TO', 'REFERENCES'],
	[
		'LIST-ID',
		'LIST-POST',
		'LIST-UNSUBSCRIBE',
		'LIST-UNSUBSCRIBE-POST',
		'AUTHENTICATION-RESULTS',
		'CONTENT-TYPE'
	]
];

/** The one row about `uid`. Errors: `message/missing`. */
async function fetchOne(open: OpenFolder, uid: Uid, items: Parameters<typeof fetch>[2]): Promise<FetchRow> {
	const found = new Map<string, FetchRow['items'] extends ReadonlyMap<string, infer V> ? V : never>();
	let seq = 0;
	const ask = () =>
		fetch(open.imap, String(uid), [atom('UID'), ...items], { uid: true }, (row) => {
			if (uidOf(row) !== uid) return;
			seq = row.seq;
			for (const [key, value] of row.items) found.set(key, value);
		});
	await ask();
	if (seq === 0) {
		// It may have arrived since this connection last looked: Dovecot shows that only between commands.
		await open.imap.noop();
		await ask();
	}
	if (seq === 0) throw new Problem('message/missing');
	return { seq, items: found };
}

/** Everything about a message but its content. Errors: `folder/missing`, `message/missing`, `server/*`. */
export async function structure(account: Account, folder: FolderPath, uid: Uid): Promise<MessageStructure> {
	return withFolder(account, folder, (open) => readStructure(open, uid), { idempotent: true });
}

async function readStructure(open: OpenFolder, uid: Uid): Promise<MessageStructure> {
	const items = ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'BODYSTRUCTURE'].map(atom);
	const row = await fetchOne(open, uid, [...items, peek('HEADER', 0, MAX_HEADER)]);
	const top = text(row.items.get('BODY[HEADER]'));
	let block = top;
	const cut = block.length >= MAX_HEADER;
	if (cut) {
		const more = await fetchOne(
			open,
			uid,
			ONE_BY_ONE.map((names) => peekFields(names, 16_384))
		);
		block = [...more.items]
			.filter(([key]) => key.startsWith('BODY['))
			.map(([, value]) => text(value).trim())
			.filter((part) => part !== '')
			.join('\r\n');
	}
	const { root, shortened } = parseStructure(row.items.get('BODYSTRUCTURE'));
	const flags = flagsOf(row);
	if (!flags) throw new Problem('message/missing');
	return {
		uid,
		uidValidity: open.uidValidity,
		flags,
		size: integer(row.items.get('RFC822.SIZE')) ?? 0,
		received: parseMailDate(text(row.items.get('INTERNALDATE'))) ?? 0,
		header: parseMessageHeader(splitHeader(block), cut),
		top,
		root,
		shortened
	};
}

/** Up to `count` octets of a section from `from` on. Errors: `message/missing`, `part/missing`. */
async function readPiece(
	open: OpenFolder,
	uid: Uid,
	section: string,
	from: number,
	count: number
): Promise<Buffer> {
	const row = await fetchOne(open, uid, [peek(section, from, count)]);
	const value = row.items.get(`BODY[${section.toUpperCase()}]`);
	if (value === undefined || value === null || Array.isArray(value)) throw new Problem('part/missing');
	return Buffer.isBuffer(value) ? value : Buffer.from(text(value), 'latin1');
}

/** What reading a part needs of its node. */
export type Coded = Pick<PartNode, 'id' | 'encoding' | 'charset'>;

/**
 * Text of a part, decoded to Unicode. `truncated` when it is longer than `maxBytes` (octets as transferred);
 * `damaged` when encoding or charset were not what they claimed (security M6).
 */
export async function readText(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: Coded,
	{ maxBytes }: { maxBytes: number }
): Promise<{ text: string; truncated: boolean; damaged: boolean }> {
	const section = part.id ?? 'TEXT';
	const raw = await withFolder(account, folder, (open) => readUpTo(open, uid, section, maxBytes + 1), {
		idempotent: true
	});
	const truncated = raw.length > maxBytes;
	const { bytes, damaged } = await decodeAll(raw.subarray(0, maxBytes), part.encoding);
	const decoded = decodeBytes(bytes, part.charset);
	// A cut in the middle of a character is ours, not the sender's.
	return { text: decoded.text, truncated, damaged: !truncated && (damaged || decoded.damaged) };
}

/** The first octets of a part with the transfer encoding undone; `maxBytes` are counted as transferred. */
export async function readStart(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: Coded,
	maxBytes: number
): Promise<Buffer> {
	const section = part.id ?? 'TEXT';
	const raw = await withFolder(account, folder, (open) => readUpTo(open, uid, section, maxBytes), {
		idempotent: true
	});
	return (await decodeAll(raw, part.encoding)).bytes;
}

async function readUpTo(open: OpenFolder, uid: Uid, section: string, max: number): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for (let from = 0; from < max;) {
		const count = Math.min(PIECE, max - from);
		const piece = await readPiece(open, uid, section, from, count);
		pieces.push(piece);
		from += piece.length;
		if (piece.length < count) break;
	}
	return Buffer.concat(pieces);
}

/**
 * Pieces of a section, each with a loan of its own: a download that somebody reads slowly holds no connection.
 * The first piece is fetched at once, so that what is missing is known before an answer begins.
 */
async function open(account: Account, folder: FolderPath, uid: Uid, section: string): Promise<Readable> {
	let expectUidValidity: string | undefined;
	const read = (from: number) =>
		withFolder(
			account,
			folder,
			(lent) => {
				expectUidValidity ??= lent.uidValidity;
				return readPiece(lent, uid, section, from, PIECE);
			},
			{ idempotent: true, background: from > 0, ...(expectUidValidity ? { expectUidValidity } : {}) }
		);
	const head = await read(0);
	async function* pieces(): AsyncGenerator<Buffer> {
		let from = head.length;
		if (head.length > 0) yield head;
		for (let last = head; last.length === PIECE; from += last.length) {
			last = await read(from);
			if (last.length > 0) yield last;
		}
	}
	return Readable.from(pieces(), { objectMode: false });
}

/** A part's content with its transfer encoding undone. How long it is, only its end tells: a BODYSTRUCTURE may err. */
export async function readPart(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: Coded
): Promise<Readable> {
	const source = await open(account, folder, uid, part.id ?? 'TEXT');
	if (['7bit', '8bit', 'binary'].includes(part.encoding)) return source;
	const decoder = decoderOf(part.encoding);
	// Errors reach the reader through the decoder, which pipeline destroys with them.
	pipeline(source, decoder, () => {});
	return decoder;
}

/** The source of a message, or of a part without its own header, byte for byte. */
export async function readRaw(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part?: PartId
): Promise<Readable> {
	return open(account, folder, uid, part ?? '');
}

/** Raw header of the message, or of the message inside part `part`, as a binary string of at most `maxBytes`. */
export async function readHeaders(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId | undefined,
	maxBytes: number
): Promise<string> {
	const section = part === undefined ? 'HEADER' : `${part}.HEADER`;
	const bytes = await withFolder(account, folder, (lent) => readUpTo(lent, uid, section, maxBytes), {
		idempotent: true
	});
	return bytes.toString('latin1');
}
