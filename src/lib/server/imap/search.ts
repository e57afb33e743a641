import type { Account } from '$lib/server/account';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { withFolder } from './pool';
import { refresh } from './refresh';
import { atom, string, uids } from './raw';
import type { Token } from './wire';

/** The simple search of the list, and finding a message by its id. */

const MAX_QUERY = 500;
const MAX_WORDS = 20;
const FIELDS = new Map([
	['from', 'FROM'],
	['to', 'TO'],
	['cc', 'CC'],
	['subject', 'SUBJECT'],
	['body', 'BODY']
]);

/** States to look for, written as words. */
const STATES = new Map([
	['is:unread', 'UNSEEN'],
	['is:flagged', 'FLAGGED'],
	['is:answered', 'ANSWERED']
]);

/** Words of a query: quotes hold several together, `from:` and the like name a field. */
export function parseQuery(query: string): { field: string | null; words: string }[] {
	const found: { field: string | null; words: string }[] = [];
	for (const match of query
		.slice(0, MAX_QUERY)
		.matchAll(/(?:([A-Za-z]{1,10}):)?(?:"([^"]{0,500})"?|(\S+))/g)) {
		const field = FIELDS.get((match[1] ?? '').toLowerCase()) ?? null;
		const words = match[2] ?? match[3] ?? '';
		const whole = field === null && match[1] ? `${match[1]}:${words}` : words;
		if (whole.trim() !== '' && found.length < MAX_WORDS) found.push({ field, words: whole });
	}
	return found;
}

/** What the server is to look for. */
export interface Criteria {
	readonly key: string;
	readonly tokens: readonly Token[];
	/** Asks for flags, which change without a message coming or going. */
	readonly state: boolean;
}

/** A query as search keys: every word must be there, in a header that people read or in the text. */
export function criteriaOf(query: string | undefined): Criteria {
	const terms = parseQuery(query ?? '');
	if (terms.length === 0) return { key: '', tokens: [atom('ALL')], state: false };
	const stateOf = ({ field, words }: (typeof terms)[number]) =>
		field ? undefined : STATES.get(words.toLowerCase());
	const tokens = terms.flatMap((term) => {
		const { field, words } = term;
		const state = stateOf(term);
		if (state) return [atom(state)];
		if (field) return [atom(field), string(words)];
		const or = ['FROM', 'TO', 'SUBJECT'].flatMap((name) => [atom('OR'), atom(name), string(words)]);
		return [...or, atom('BODY'), string(words)];
	});
	return { key: JSON.stringify(terms), tokens, state: terms.some((term) => stateOf(term) !== undefined) };
}

/** UIDs of the messages with this Message-ID, ascending. Errors: `folder/missing`, `server/*`. */
export async function byMessageId(account: Account, folder: FolderPath, id: string): Promise<Uid[]> {
	if (id === '') return [];
	return find(account, folder, [atom('HEADER'), atom('MESSAGE-ID'), string(id)]);
}

async function find(account: Account, folder: FolderPath, tokens: readonly Token[]): Promise<Uid[]> {
	const found = await withFolder(
		account,
		folder,
		async ({ imap }) => {
			await refresh(imap);
			const beyond = tokens.some((token) => !Array.isArray(token) && token.type === 'LITERAL');
			return uids(imap, 'UID SEARCH', [...(beyond ? [atom('CHARSET'), atom('UTF-8')] : []), ...tokens]);
		},
		{ idempotent: true }
	);
	return Array.from(found.sort()) as Uid[];
}
