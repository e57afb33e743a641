import { encode } from './charsets.ts';

/** A MIME part: header lines and the encoded body, line ends LF. */
export interface Part {
	headers: [name: string, value: string][];
	body: Buffer;
}

const ASCII = /^[\t\n\x20-\x7e]*$/;

/** Base64 in lines of 76 characters. */
export const base64 = (bytes: Uint8Array) =>
	`${Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\n')}\n`.replace(/\n\n$/, '\n');

/** Quoted-printable (RFC 2045 §6.7) of bytes that stand for text. */
export function quotedPrintable(bytes: Uint8Array): string {
	const lines = Buffer.from(bytes).toString('latin1').split('\n');
	const hex = (c: string) => `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
	return lines
		.map((line) => {
			// eslint-disable-next-line no-control-regex -- the octets that must be escaped
			const safe = line.replace(/[\x00-\x08\x0b-\x1f=\x7f-\xff]/g, hex).replace(/[ \t]$/, hex);
			return safe.match(/(?:=[0-9A-F]{2}|[^=]){1,72}/g)?.join('=\n') ?? '';
		})
		.join('\n');
}

/** Text for a header: plain where it is ASCII, else encoded words (RFC 2047 §2) short enough for one line each. */
export function words(text: string, charset = 'utf-8'): string {
	if (ASCII.test(text)) return text;
	const pieces: string[] = [];
	let piece = '';
	for (const character of text) {
		if (encode(piece + character, charset).length > 42) {
			pieces.push(piece);
			piece = '';
		}
		piece += character;
	}
	const word = (part: string) => `=?${charset.toUpperCase()}?B?${encode(part, charset).toString('base64')}?=`;
	return [...pieces, piece].map(word).join('\n ');
}

export interface TextOptions {
	charset?: string;
	/** Bytes as they are, the way old programs send them. */
	eightBit?: boolean;
	subtype?: string;
	/** More parameters of Content-Type, with the leading semicolon. */
	params?: string;
}

export function text(content: string, options: TextOptions = {}): Part {
	const { charset = 'utf-8', eightBit = false, subtype = 'plain', params = '' } = options;
	const bytes = encode(content, charset);
	const sevenBit =
		(ASCII.test(content) && content.split('\n').every((line) => line.length < 900)) ||
		charset === 'iso-2022-jp';
	const transfer = sevenBit ? '7bit' : eightBit ? '8bit' : 'quoted-printable';
	return {
		headers: [
			['Content-Type', `text/${subtype}; charset=${charset}${params}`],
			['Content-Transfer-Encoding', transfer]
		],
		body: transfer === 'quoted-printable' ? Buffer.from(quotedPrintable(bytes)) : bytes
	};
}

/** Lines that end in a space flow on in the reader (RFC 3676 §4). */
export const flowed = (content: string) => text(content, { params: '; format=flowed' });

export const html = (content: string, charset = 'utf-8') => text(content, { subtype: 'html', charset });

export const render = (part: Part): Buffer =>
	Buffer.concat([
		// One character, one byte: headers are ASCII, but for those that carry raw bytes on purpose.
		Buffer.from(`${part.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n`, 'latin1'),
		part.body
	]);

let boundaries = 0;

export function multipart(subtype: string, parts: Part[], params = ''): Part {
	const boundary = `=_harbour_${(++boundaries).toString(36)}_${subtype.slice(0, 3)}`;
	const inner = parts.flatMap((part) => [Buffer.from(`\n--${boundary}\n`), render(part)]);
	return {
		headers: [['Content-Type', `multipart/${subtype}; boundary="${boundary}"${params}`]],
		body: Buffer.concat([...inner, Buffer.from(`\n--${boundary}--\n`)])
	};
}

export const alternative = (plain: string, rich: string) =>
	multipart('alternative', [text(plain), html(rich)]);

/** A file name as a parameter: quoted, or in the extended form where it is not ASCII (RFC 2231 §4). */
const parameter = (key: string, value: string) =>
	ASCII.test(value)
		? `${key}="${value.replace(/["\\]/g, '\\$&')}"`
		: `${key}*=UTF-8''${encodeURIComponent(value).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`;

export const file = (name: string, type: string, bytes: Uint8Array): Part => ({
	headers: [
		['Content-Type', `${type};\n ${parameter('name', name)}`],
		['Content-Disposition', `attachment;\n ${parameter('filename', name)};\n size=${bytes.length}`],
		['Content-Transfer-Encoding', 'base64']
	],
	body: Buffer.from(base64(bytes))
});

/** An image that the HTML beside it shows as `cid:…`. */
export const inlineImage = (cid: string, name: string, type: string, bytes: Uint8Array): Part => ({
	headers: [
		['Content-Type', `${type}; name="${name}"`],
		['Content-Disposition', `inline; filename="${name}"`],
		['Content-ID', `<${cid}>`],
		['Content-Transfer-Encoding', 'base64']
	],
	body: Buffer.from(base64(bytes))
});

/** A whole message as an attachment (message/rfc822 is never base64). */
export const attachedMessage = (name: string, raw: Buffer): Part => ({
	headers: [
		['Content-Type', `message/rfc822; name="${name}"`],
		['Content-Disposition', `attachment; filename="${name}"`]
	],
	body: raw
});
