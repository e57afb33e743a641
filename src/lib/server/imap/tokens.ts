/**
 * Reads the arguments of one server response: atoms, strings, literals and lists (RFC 9051 §9). Made for the
 * responses that come by the thousand (FETCH, SORT), where a general parser would cost more than the server
 * itself. No recursion, so that depth is a number to check, not a stack to overflow.
 */

/** Atoms and quoted strings as binary strings (one character a byte), literals as bytes, NIL as null. */
export type Value = string | Buffer | null | readonly Value[];

/** Levels of parentheses; a message of 100 nested multiparts needs about 200. */
const MAX_DEPTH = 250;
/** Values of one response: about what a structure of 1,000 parts needs, many times over. */
const MAX_VALUES = 200_000;

/** The server's answer does not follow the grammar, or goes beyond our limits. */
export class Malformed extends Error {
	readonly code = 'Malformed';
}

const SPACE = 0x20;
const QUOTE = 0x22;
const OPEN = 0x28;
const CLOSE = 0x29;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;

class Scanner {
	at: number;
	private readonly line: string;
	private readonly literals: readonly Buffer[];
	private nextLiteral = 0;

	constructor(line: string, literals: readonly Buffer[], at: number) {
		this.line = line;
		this.literals = literals;
		this.at = at;
	}

	values(): Value[] {
		const root: Value[] = [];
		const open: Value[][] = [];
		let list = root;
		let count = 0;
		while (this.at < this.line.length) {
			const code = this.line.charCodeAt(this.at);
			if (code === SPACE) {
				this.at++;
				continue;
			}
			if (++count > MAX_VALUES) throw new Malformed('too many values');
			if (code === OPEN) {
				if (open.length >= MAX_DEPTH) throw new Malformed('too deep');
				const inner: Value[] = [];
				list.push(inner);
				open.push(list);
				list = inner;
				this.at++;
			} else if (code === CLOSE) {
				const outer = open.pop();
				if (!outer) throw new Malformed('unexpected )');
				list = outer;
				this.at++;
			} else if (code === QUOTE) list.push(this.quoted());
			else if (code === BRACE || (code === 0x7e && this.line.charCodeAt(this.at + 1) === BRACE))
				list.push(this.literal());
			else list.push(this.atom());
		}
		if (open.length > 0) throw new Malformed('missing )');
		return root;
	}

	private quoted(): string {
		const start = ++this.at;
		let escaped = false;
		for (; this.at < this.line.length; this.at++) {
			const code = this.line.charCodeAt(this.at);
			if (code === BACKSLASH) {
				escaped = true;
				this.at++;
			} else if (code === QUOTE) {
				const text = this.line.slice(start, this.at++);
				return escaped ? text.replace(/\\([\s\S])/g, '$1') : text;
			}
		}
		throw new Malformed('unfinished string');
	}

	private literal(): Buffer {
		const end = this.line.indexOf('\n', this.at);
		const bytes = this.literals[this.nextLiteral++];
		if (end === -1 || !bytes) throw new Malformed('literal without its bytes');
		this.at = end + 1;
		return bytes;
	}

	/** An atom; square brackets belong to it with all they hold, as in `BODY[HEADER.FIELDS (DATE)]<0>`. */
	private atom(): string | null {
		const start = this.at;
		let bracket = 0;
		for (; this.at < this.line.length; this.at++) {
			const code = this.line.charCodeAt(this.at);
			if (code === BRACKET) bracket++;
			else if (code === BRACKET_END) bracket--;
			else if (bracket <= 0 && (code === SPACE || code === OPEN || code === CLOSE)) break;
		}
		if (this.at === start) throw new Malformed('empty atom');
		const text = this.line.slice(start, this.at);
		return text.length === 3 && text.toUpperCase() === 'NIL' ? null : text;
	}
}

/** The values of a response line from index `at` on. Errors: `Malformed`. */
export function scan(line: string, literals: readonly Buffer[], at: number): Value[] {
	return new Scanner(line, literals, at).values();
}

/** A value as a binary string; empty for NIL and lists. */
export function text(value: Value | undefined): string {
	if (typeof value === 'string') return value;
	return Buffer.isBuffer(value) ? value.toString('latin1') : '';
}

/** A value as a list; null when it is none. */
export function list(value: Value | undefined): readonly Value[] | null {
	return Array.isArray(value) ? (value as readonly Value[]) : null;
}

/** A value as an unsigned integer of at most 2^53−1; null when it is none. */
export function integer(value: Value | undefined): number | null {
	if (typeof value !== 'string' || !/^[0-9]{1,16}$/.test(value)) return null;
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : null;
}
