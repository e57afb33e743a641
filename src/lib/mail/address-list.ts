import type { Address } from './address.ts';
import { decodeBinary } from './charset.ts';
import { cleanText, decodeWords } from './encoded-word.ts';
import { withoutMarks } from './isolate.ts';

/**
 * Reads address headers as they come (RFC 5322 §3.4, with the obsolete forms people still send). One pass, no
 * recursion, bounded. Display names are decoded after the structure is known, so that an encoded comma or `<`
 * can never make an address.
 */

/** Addresses kept of one header (security M2). */
export const MAX_ADDRESSES = 500;
const MAX_NAME = 500;
const MAX_ADDRESS = 320;

class Reader {
	readonly found: Address[] = [];
	private readonly text: string;
	private at = 0;
	/** Words before an angle bracket, or the bare address. */
	private phrase = '';
	private angle: string | null = null;
	private comment = '';

	constructor(text: string) {
		this.text = text;
	}

	read(): Address[] {
		while (this.at < this.text.length && this.found.length < MAX_ADDRESSES) {
			const char = this.text[this.at] as string;
			if (char === '"') this.phrase += this.quoted();
			else if (char === '(') this.comment = this.inParentheses() || this.comment;
			else if (char === '<') this.angle = this.inAngles();
			else if (char === ',' || char === ';') this.finish();
			else if (char === ':' && this.angle === null && !this.phrase.includes('@')) this.startGroup();
			else {
				this.phrase += char;
				this.at++;
			}
		}
		this.finish();
		return this.found;
	}

	private startGroup(): void {
		// `Undisclosed recipients:;` names nobody; the members of a group are plain addresses.
		this.phrase = '';
		this.at++;
	}

	private quoted(): string {
		let out = '';
		for (this.at++; this.at < this.text.length && this.text[this.at] !== '"'; this.at++) {
			if (this.text[this.at] === '\\') this.at++;
			out += this.text[this.at] ?? '';
		}
		this.at++;
		return out;
	}

	private inParentheses(): string {
		const start = ++this.at;
		for (let depth = 1; this.at < this.text.length && depth > 0; this.at++) {
			const char = this.text[this.at];
			if (char === '\\') this.at++;
			else if (char === '(') depth++;
			else if (char === ')') depth--;
		}
		return this.text.slice(start, this.at - 1);
	}

	private inAngles(): string {
		const end = this.text.indexOf('>', this.at);
		const stop = end === -1 ? this.text.length : end;
		const inside = this.text.slice(this.at + 1, stop);
		this.at = stop + 1;
		// Source routes (`@a,@b:c@d`) are obsolete: the last part is the address.
		return inside.startsWith('@') ? inside.slice(inside.lastIndexOf(':') + 1) : inside;
	}

	private finish(): void {
		this.at++;
		const bare = this.angle === null;
		const address = cleanAddress(this.angle ?? this.phrase);
		const name = cleanName(bare ? this.comment : this.phrase);
		if (address.includes('@') || (!bare && address !== '')) {
			this.found.push({ name: name === address ? '' : name, address });
		} else {
			// Words that are no address are shown as what they are: a name.
			const words = name || cleanName(this.phrase);
			if (words !== '') this.found.push({ name: words, address: '' });
		}
		this.phrase = '';
		this.angle = null;
		this.comment = '';
	}
}

function cleanAddress(text: string): string {
	return cleanText(text).replace(/\s+/g, '').slice(0, MAX_ADDRESS);
}

function cleanName(text: string): string {
	return withoutMarks(cleanText(decodeWords(text)))
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, MAX_NAME)
		.toWellFormed();
}

/** The addresses of a header value as bytes came (binary string). At most 500; nonsense gives names without address. */
export function parseAddresses(binary: string): Address[] {
	return new Reader(decodeBinary(binary)).read();
}
