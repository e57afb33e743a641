import { list, scan, text, type Value } from './tokens';
import type { Token, Untagged, Wire } from './wire';

/**
 * The only place that builds IMAP commands by hand. Commands are made of tokens: a name that a person chose can
 * only become a quoted string or a literal, so it can never end a command or begin another (security I1).
 */

export const atom = (value: string): Token => ({ type: 'ATOM', value });
export const set = (value: string): Token => ({ type: 'SEQUENCE', value });
/** Text of a person: quoted when it fits there, a literal else (RFC 9051 §4.3). NUL has no place in either. */
export function string(value: string): Token {
	if (value.length < 500 && /^[\x20-\x7e]*$/.test(value)) return { type: 'STRING', value };
	return { type: 'LITERAL', value: Buffer.from(value.replace(/\0/g, ''), 'utf8') };
}

/** Runs a command and returns its tagged answer. Errors: imapflow's, translated in `pool.ts`. */
export async function run(
	imap: Wire,
	command: string,
	args: readonly Token[],
	untagged: Record<string, (response: Untagged) => void> = {}
): Promise<Untagged> {
	const answer = await imap.exec(command, args, { untagged });
	// The connection waits for this call before it reads on.
	answer.next();
	return answer.response;
}

/** While `work` runs, hands each untagged `keyword` response to `sink` as values. Errors: also `Malformed`. */
export async function collect<T>(
	imap: Wire,
	keyword: string,
	sink: (values: Value[], line: string) => void,
	work: () => Promise<T>
): Promise<T> {
	const take = (line: string, literals: readonly Buffer[]) => {
		const at = line.toUpperCase().indexOf(keyword);
		sink(scan(line, literals, at + keyword.length), line);
	};
	return imap.listening(keyword, take, work);
}

/** What the server said of one message, by item name such as `BODY[1]`, upper case, without the `<0>`. */
export interface FetchRow {
	readonly seq: number;
	readonly items: ReadonlyMap<string, Value>;
}

/**
 * FETCH or UID FETCH (RFC 9051 §6.4.5). Rows come in the server's order; one for another message, or one about
 * flags alone that the server slipped in, is for the caller to ignore.
 */
export async function fetch(
	imap: Wire,
	messages: string,
	items: readonly Token[],
	options: { uid: boolean },
	onRow: (row: FetchRow) => void
): Promise<void> {
	const command = options.uid ? 'UID FETCH' : 'FETCH';
	const take = (values: Value[], line: string) => {
		const pairs = list(values[0]) ?? [];
		const found = new Map<string, Value>();
		for (let i = 0; i + 1 < pairs.length; i += 2) {
			found.set(
				text(pairs[i])
					.toUpperCase()
					.replace(/<[0-9]+>$/, ''),
				pairs[i + 1] as Value
			);
		}
		onRow({ seq: Number(/^\* ([0-9]{1,10}) /.exec(line)?.[1] ?? 0), items: found });
	};
	await collect(imap, 'FETCH', take, () => run(imap, command, [set(messages), [...items]]));
}

/** `BODY.PEEK[section]<from.count>`; reading never marks a message as seen. */
export function peek(section: string, from?: number, count?: number): Token {
	const token: Token = { type: 'ATOM', value: 'BODY.PEEK', section: section === '' ? [] : [atom(section)] };
	if (count !== undefined) token.partial = [from ?? 0, count];
	return token;
}

/** `BODY.PEEK[HEADER.FIELDS (…)]<0.count>`: bounded, since a header may be 10 MB. */
export function peekFields(names: readonly string[], count: number, part = ''): Token {
	const section = `${part === '' ? '' : `${part}.`}HEADER.FIELDS`;
	return { type: 'ATOM', value: 'BODY.PEEK', section: [atom(section), names.map(atom)], partial: [0, count] };
}

const NUMBERS = /[0-9]{1,10}/g;

/** UID SEARCH or UID SORT (RFC 5256) whose answer is a list of UIDs, in the server's order. */
export async function uids(
	imap: Wire,
	command: 'UID SEARCH' | 'UID SORT',
	args: readonly Token[]
): Promise<Uint32Array> {
	const keyword = command.slice(4);
	const found: Uint32Array[] = [];
	const take = (line: string) => {
		const tail = line.slice(line.toUpperCase().indexOf(keyword) + keyword.length);
		const matches = tail.match(NUMBERS) ?? [];
		const numbers = new Uint32Array(matches.length);
		for (let i = 0; i < matches.length; i++) numbers[i] = Number(matches[i]);
		found.push(numbers);
	};
	await imap.listening(keyword, take, () => run(imap, command, args));
	if (found.length === 1) return found[0] as Uint32Array;
	const all = new Uint32Array(found.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of found) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
