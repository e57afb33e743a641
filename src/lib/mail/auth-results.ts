import { AUTH_RESULTS, type AuthResult } from './sender-truth.ts';

/**
 * Reads Authentication-Results (RFC 8601 §2.2). One pass without recursion, bounded; what breaks the grammar makes
 * the rest of the header worthless, never a better result.
 */

/** Characters of one header that are read, and results kept of it. */
const MAX_VALUE = 16_384;
const MAX_RESULTS = 100;
const MAX_PROPERTIES = 50;

/** What one method found. */
export interface MethodResult {
	/** Lower case, such as `dkim`. */
	readonly method: string;
	readonly result: AuthResult;
	/** By `ptype.property`, lower case, such as `header.d`; the first of each. */
	readonly properties: ReadonlyMap<string, string>;
}

/** One header: who speaks, and what they say. */
export interface AuthResults {
	/** As written. */
	readonly authservId: string;
	readonly results: readonly MethodResult[];
}

type Token =
	| { readonly kind: 'word' | 'quoted'; readonly text: string; readonly glued: boolean }
	| { readonly kind: '=' | ';' | '/' | 'broken'; readonly text: string; readonly glued: boolean };

/** Words, quoted strings and signs; comments and white space only part them (RFC 5322 §3.2.2). */
function* tokens(text: string): Generator<Token> {
	let at = 0;
	let glued = false;
	while (at < text.length) {
		const char = text[at] as string;
		if (/\s/.test(char)) {
			at++;
			glued = false;
		} else if (char === '(') {
			const end = afterComment(text, at);
			if (end === -1) return yield { kind: 'broken', text: '(', glued };
			at = end;
			glued = false;
		} else if (char === '"') {
			const [inside, end] = quoted(text, at);
			if (end === -1) return yield { kind: 'broken', text: '"', glued };
			yield { kind: 'quoted', text: inside, glued };
			at = end;
			glued = true;
		} else if (char === '=' || char === ';' || char === '/') {
			yield { kind: char, text: char, glued };
			at++;
			glued = true;
		} else {
			const start = at;
			while (at < text.length && !/[\s("=;/]/.test(text[at] as string)) at++;
			yield { kind: 'word', text: text.slice(start, at), glued };
			glued = true;
		}
	}
}

/** Where the comment that begins at `at` has ended, or -1. */
function afterComment(text: string, at: number): number {
	let depth = 0;
	for (; at < text.length; at++) {
		const char = text[at];
		if (char === '\\') at++;
		else if (char === '(') depth++;
		else if (char === ')' && --depth === 0) return at + 1;
	}
	return -1;
}

function quoted(text: string, at: number): [inside: string, end: number] {
	let inside = '';
	for (at++; at < text.length; at++) {
		if (text[at] === '"') return [inside, at + 1];
		if (text[at] === '\\') at++;
		inside += text[at] ?? '';
	}
	return [inside, -1];
}

/** One header value, unfolded, as bytes came (binary string); null when nobody speaks in it. */
export function parseAuthResults(value: string): AuthResults | null {
	const whole = value.length <= MAX_VALUE;
	const clauses = splitClauses(value.slice(0, MAX_VALUE));
	const [head, ...rest] = clauses;
	const [id, version, ...more] = head?.tokens ?? [];
	if (!id || (id.kind !== 'word' && id.kind !== 'quoted') || id.text === '' || head?.broken) return null;
	// A version may follow (§2.2), of which only the first exists.
	if (more.length > 0 || (version && (version.kind !== 'word' || version.glued || version.text !== '1')))
		return null;
	const results: MethodResult[] = [];
	for (const [index, clause] of rest.entries()) {
		const cut = !whole && index === rest.length - 1;
		if (clause.broken || cut || results.length >= MAX_RESULTS) break;
		const read = readClause(clause.tokens);
		if (read) results.push(read);
	}
	return { authservId: id.text, results };
}

interface Clause {
	readonly tokens: Token[];
	broken: boolean;
}

function splitClauses(text: string): Clause[] {
	const clauses: Clause[] = [{ tokens: [], broken: false }];
	for (const token of tokens(text)) {
		const last = clauses.at(-1) as Clause;
		if (token.kind === ';') clauses.push({ tokens: [], broken: false });
		else if (token.kind === 'broken') last.broken = true;
		else last.tokens.push(token);
	}
	return clauses;
}

/** `method [/version] = result`, then `reason = …` and `ptype.property = value`, in any number. */
function readClause(all: readonly Token[]): MethodResult | null {
	const [method, slash, version] = all;
	if (method?.kind !== 'word') return null;
	const at = slash?.kind === '/' && version?.kind === 'word' ? 3 : 1;
	if (at === 3 && version?.text !== '1') return null;
	const result = all[at + 1];
	const name = result?.kind === 'word' ? result.text.toLowerCase() : '';
	if (all[at]?.kind !== '=' || !AUTH_RESULTS.has(name)) return null;
	const properties = new Map<string, string>();
	for (let next = at + 2; next < all.length && properties.size < MAX_PROPERTIES; next++) {
		const key = all[next];
		if (key?.kind !== 'word' || all[next + 1]?.kind !== '=') continue;
		const [text, end] = pvalue(all, next + 2);
		const property = key.text.toLowerCase();
		if (property !== 'reason' && !properties.has(property)) properties.set(property, text);
		next = end - 1;
	}
	return { method: method.text.toLowerCase(), result: name as AuthResult, properties };
}

/** A value may be several tokens without space between: `"a b"@host`, `a/b`, a DKIM selector with `=`. */
function pvalue(all: readonly Token[], start: number): [text: string, end: number] {
	let text = '';
	let at = start;
	while (at < all.length && (at === start || all[at]?.glued)) text += all[at++]?.text ?? '';
	return [text, at];
}
