import { decodeBinary, decodeBytes, fromBase64, fromBinary } from './charset.ts';

/**
 * Encoded words in headers (RFC 2047). Reads what real senders write: words cut in the middle of a character,
 * spaces inside Q words, raw 8-bit text between words. Linear in its input; anything malformed stays as it is.
 */

interface Word {
	readonly charset: string;
	readonly bytes: Uint8Array;
	/** Index just after the word. */
	readonly end: number;
}

const MAX_CHARSET = 60;

/** The word that begins at `start` (which holds `=?`), or null. */
function wordAt(text: string, start: number): Word | null {
	const charsetEnd = text.indexOf('?', start + 2);
	if (charsetEnd === -1 || charsetEnd - start > MAX_CHARSET || text[charsetEnd + 2] !== '?') return null;
	const kind = (text[charsetEnd + 1] ?? '').toLowerCase();
	const dataStart = charsetEnd + 3;
	const dataEnd = text.indexOf('?=', dataStart);
	if (dataEnd === -1 || (kind !== 'b' && kind !== 'q')) return null;
	const data = text.slice(dataStart, dataEnd);
	// RFC 2231 §5: a language may follow the charset.
	const charset = (text.slice(start + 2, charsetEnd).split('*')[0] ?? '').trim();
	if (charset === '' || /\s/.test(charset)) return null;
	return { charset, bytes: kind === 'b' ? fromBase64(data) : fromQ(data), end: dataEnd + 2 };
}

function fromQ(data: string): Uint8Array {
	const binary = data
		.replace(/_/g, ' ')
		.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	for (let i = 0; i < binary.length; i++) {
		if (binary.charCodeAt(i) > 0xff) return new TextEncoder().encode(binary);
	}
	return fromBinary(binary);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
	const [only] = parts;
	if (only && parts.length === 1) return only;
	const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

/** Decodes the encoded words of an already unfolded text. White space between two words is dropped (§6.2). */
export function decodeWords(text: string): string {
	let out = '';
	let at = 0;
	let pending: { charset: string; parts: Uint8Array[] } | null = null;
	const flush = () => {
		// Words of one charset are joined before decoding: senders cut them inside a character.
		if (pending) out += decodeBytes(join(pending.parts), pending.charset).text;
		pending = null;
	};
	for (let start = text.indexOf('=?'); start !== -1; start = text.indexOf('=?', start)) {
		const word = wordAt(text, start);
		if (!word) {
			start += 2;
			continue;
		}
		const between = text.slice(at, start);
		const last = pending as { charset: string; parts: Uint8Array[] } | null;
		if (last && between.trim() === '' && last.charset.toLowerCase() === word.charset.toLowerCase()) {
			last.parts.push(word.bytes);
		} else {
			flush();
			if (!last || between.trim() !== '') out += between;
			pending = { charset: word.charset, parts: [word.bytes] };
		}
		at = start = word.end;
	}
	flush();
	return out + text.slice(at);
}

/** Text of an unstructured header value as bytes came (binary string): raw charset, words, no control characters. */
export function decodeHeaderText(binary: string): string {
	const text = decodeBinary(binary);
	return cleanText(text.includes('=?') ? decodeWords(text) : text);
}

/** Without control characters (line breaks and tabs become spaces) and lone surrogates. */
export function cleanText(text: string): string {
	return text.replace(/\p{Cc}+/gu, ' ').toWellFormed();
}
