import { Transform, type TransformCallback } from 'node:stream';

/**
 * Undoes Content-Transfer-Encoding (RFC 2045 §6) on the fly. What is broken is decoded as far as it goes and
 * noted in `damaged`; nothing here throws, since the sender chose every byte.
 */
abstract class Decoder extends Transform {
	damaged = false;
}

/** Bytes that are not base64 are skipped, as §6.8 asks; a stray `=` ends one encoded piece, not the part. */
class Base64Decoder extends Decoder {
	private rest = '';

	override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
		const text = chunk.toString('latin1');
		const clean = text.replace(/[^A-Za-z0-9+/=]/g, '');
		if (!this.damaged && /[^A-Za-z0-9+/=\s]/.test(text)) this.damaged = true;
		this.rest += clean;
		const whole = this.rest.length - (this.rest.length % 4);
		const piece = this.rest.slice(0, whole);
		this.rest = this.rest.slice(whole);
		done(null, decodePieces(piece));
	}

	override _flush(done: TransformCallback): void {
		if (this.rest !== '') this.damaged = true;
		done(null, decodePieces(this.rest));
	}
}

/** Node stops at the first padding; mail joined from several encoded pieces goes on after it. */
function decodePieces(text: string): Buffer {
	const end = text.indexOf('=');
	if (end === -1 || /^=+$/.test(text.slice(end))) return Buffer.from(text, 'base64');
	return Buffer.concat(text.split(/=+/).map((piece) => Buffer.from(piece, 'base64')));
}

/** RFC 2045 §6.7. A wrong escape stays as it is written; space at the end of a line is transport's, not the text's. */
class QuotedPrintableDecoder extends Decoder {
	private rest = '';

	override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
		const text = this.rest + chunk.toString('latin1');
		// A line is decoded when its end is known; one without end is cut so that memory stays bounded.
		let cut = text.lastIndexOf('\n') + 1;
		if (cut === 0 && text.length > 65_536) cut = text.length - 3;
		this.rest = text.slice(cut);
		done(null, this.decode(text.slice(0, cut)));
	}

	override _flush(done: TransformCallback): void {
		done(null, this.decode(this.rest));
	}

	private decode(text: string): Buffer {
		const joined = stripTrailingSpace(text)
			.replace(/=\r?\n/g, '')
			.replace(/=$/, '');
		const binary = joined.replace(/=([0-9A-Fa-f]{2})?/g, (whole, hex: string | undefined) => {
			if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
			this.damaged = true;
			return whole;
		});
		return Buffer.from(binary, 'latin1');
	}
}

/** Line by line from behind: a regular expression for this is quadratic on long runs of spaces (security M4). */
function stripTrailingSpace(text: string): string {
	if (!/[ \t]\r?\n/.test(text)) return text;
	return text
		.split('\n')
		.map((line, at, all) => {
			const cr = line.endsWith('\r');
			let end = cr ? line.length - 1 : line.length;
			if (at === all.length - 1) return line;
			while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--;
			return line.slice(0, end) + (cr ? '\r' : '');
		})
		.join('\n');
}

class PlainDecoder extends Decoder {
	override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
		done(null, chunk);
	}
}

/** The decoder of an encoding's name, lower case. Unknown names pass the bytes through and count as damage. */
export function decoderOf(encoding: string): Decoder {
	if (encoding === 'base64') return new Base64Decoder();
	if (encoding === 'quoted-printable') return new QuotedPrintableDecoder();
	const plain = new PlainDecoder();
	plain.damaged = !['7bit', '8bit', 'binary', ''].includes(encoding);
	return plain;
}

/** Decodes what is already there. */
export async function decodeAll(
	bytes: Buffer,
	encoding: string
): Promise<{ bytes: Buffer; damaged: boolean }> {
	const decoder = decoderOf(encoding);
	const chunks: Buffer[] = [];
	decoder.on('data', (chunk: Buffer) => chunks.push(chunk));
	await new Promise<void>((resolve, reject) => decoder.on('end', resolve).on('error', reject).end(bytes));
	return { bytes: Buffer.concat(chunks), damaged: decoder.damaged };
}
