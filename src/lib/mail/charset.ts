/**
 * Bytes of mail to text. Every name a sender invents ends in some text: what is not known or does not fit is
 * read as windows-1252, which has a character for nearly every byte, and the answer says that it was damaged.
 */

/** Names senders use that the WHATWG Encoding table does not know. */
const ALIASES = new Map([
	['utf8mb4', 'utf-8'],
	['unicode-1-1-utf-8', 'utf-8'],
	['cp932', 'shift_jis'],
	['ms932', 'shift_jis'],
	['iso-2022-jp-2', 'iso-2022-jp'],
	['iso-2022-jp-ms', 'iso-2022-jp'],
	['cp50220', 'iso-2022-jp'],
	['cp50221', 'iso-2022-jp'],
	['cp936', 'gbk'],
	['cp949', 'euc-kr'],
	['ks_c_5601-1987', 'euc-kr'],
	['cp950', 'big5'],
	['ansi_x3.4-1968', 'windows-1252'],
	['latin9', 'iso-8859-15'],
	['8bit', 'windows-1252']
]);

const decoders = new Map<string, TextDecoder | null>();

/** The decoder of a charset name, kept; null when nobody knows the name. Bounded: names come from strangers. */
function decoderOf(charset: string, fatal: boolean): TextDecoder | null {
	const name = charset.trim().toLowerCase();
	const key = `${fatal ? '!' : ''}${name}`;
	const known = decoders.get(key);
	if (known !== undefined) return known;
	let made: TextDecoder | null = null;
	try {
		made = new TextDecoder(ALIASES.get(name) ?? name.replace(/^cp(125\d|866)$/, 'windows-$1'), { fatal });
	} catch {
		// Unknown to the runtime: the caller falls back.
	}
	if (decoders.size > 200) decoders.clear();
	decoders.set(key, made);
	return made;
}

/** UTF-7 (RFC 2152): still sent by a few old programs, and known to no runtime. */
function decodeUtf7(bytes: Uint8Array): string {
	let out = '';
	for (let i = 0; i < bytes.length; i++) {
		const byte = bytes[i] ?? 0;
		if (byte !== 0x2b) {
			out += String.fromCharCode(byte);
			continue;
		}
		let end = i + 1;
		while (end < bytes.length && /[A-Za-z0-9+/]/.test(String.fromCharCode(bytes[end] ?? 0))) end++;
		if (end === i + 1) out += '+';
		else out += utf16be(fromBase64(String.fromCharCode(...bytes.subarray(i + 1, Math.min(end, i + 8000)))));
		i = bytes[end] === 0x2d ? end : end - 1;
	}
	return out;
}

function utf16be(bytes: Uint8Array): string {
	let out = '';
	for (let i = 0; i + 1 < bytes.length; i += 2)
		out += String.fromCharCode(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0));
	return out.toWellFormed();
}

/** Base64 with whatever does not belong there left out. Never throws. */
export function fromBase64(text: string): Uint8Array {
	const clean = text.replace(/[^A-Za-z0-9+/]/g, '');
	// One left-over character carries no whole byte.
	const binary = atob(clean.length % 4 === 1 ? clean.slice(0, -1) : clean);
	return fromBinary(binary);
}

/** A “binary string” (one character for each byte) as bytes. */
export function fromBinary(binary: string): Uint8Array {
	const bytes = new Uint8Array(binary.length);
	for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
	return bytes;
}

/** Text of bytes in a declared charset. `damaged` when the declaration was a lie or unknown. */
export function decodeBytes(bytes: Uint8Array, charset: string | null): { text: string; damaged: boolean } {
	const name = charset ?? '';
	if (/^(x-)?(unicode-1-1-)?utf-?7$/i.test(name)) return { text: decodeUtf7(bytes), damaged: false };
	const declared = name === '' || /^us-ascii$/i.test(name) ? null : decoderOf(name, true);
	if (declared) {
		try {
			return { text: declared.decode(bytes), damaged: false };
		} catch {
			const lenient = decoderOf(name, false);
			// Bytes that are valid UTF-8 by chance are rare: then the label was wrong, not the bytes.
			return { text: asUtf8(bytes) ?? lenient?.decode(bytes) ?? '', damaged: true };
		}
	}
	const unlabelled = name === '' || /^us-ascii$/i.test(name);
	const text = asUtf8(bytes) ?? asJapanese(bytes) ?? decoderOf('windows-1252', false)?.decode(bytes) ?? '';
	return { text, damaged: !unlabelled };
}

function asUtf8(bytes: Uint8Array): string | null {
	try {
		return decoderOf('utf-8', true)?.decode(bytes) ?? null;
	} catch {
		return null;
	}
}

/** ISO-2022-JP is seven bits with escapes, so it hides among ASCII. Tried only after UTF-8 refused. */
function asJapanese(bytes: Uint8Array): string | null {
	return hasEscape(bytes) ? (decoderOf('iso-2022-jp', false)?.decode(bytes) ?? null) : null;
}

function hasEscape(bytes: Uint8Array): boolean {
	for (let i = bytes.indexOf(0x1b); i !== -1; i = bytes.indexOf(0x1b, i + 1)) {
		if (bytes[i + 1] === 0x24 || bytes[i + 1] === 0x28) return true;
	}
	return false;
}

/** Text of header bytes without any label, as a binary string: UTF-8 (RFC 6532), ISO-2022-JP, windows-1252. */
export function decodeBinary(binary: string): string {
	let plain = true;
	for (let i = 0; plain && i < binary.length; i++) {
		const code = binary.charCodeAt(i);
		plain = code < 0x80 && code !== 0x1b;
	}
	if (plain) return binary;
	const bytes = fromBinary(binary);
	if (hasEscape(bytes)) return asJapanese(bytes) ?? '';
	return decodeBytes(bytes, null).text;
}
