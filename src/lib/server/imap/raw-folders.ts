import { atom, collect, run, string } from './raw';
import { integer, list, text, type Value } from './tokens';
import type { Token, Wire } from './wire';

/** STATUS items by name, upper case. */
export type StatusItems = ReadonlyMap<string, number>;

/** A folder as LIST and STATUS describe it; the name still as on the wire. */
export interface ListedFolder {
	readonly wireName: string;
	/** Lower case, such as `\noselect`. */
	readonly attributes: ReadonlySet<string>;
	readonly delimiter: string;
	readonly subscribed: boolean;
	/** STATUS items by name; empty for a folder that cannot be opened. */
	readonly items: StatusItems;
}

/** More lines than this are not read. */
const MAX_LINES = 20_000;
const NONE: StatusItems = new Map();

function itemsOf(imap: Wire): Token[] {
	const items = ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY'];
	return [...items, ...(imap.capabilities.has('CONDSTORE') ? ['HIGHESTMODSEQ'] : [])].map(atom);
}

/** The pairs of a STATUS response (RFC 9051 §7.3.4): counts, and what else of it somebody watches. */
export function parseStatus(values: readonly Value[]): { wireName: string; items: StatusItems } {
	const pairs = list(values[1]) ?? [];
	const items = new Map<string, number>();
	for (let i = 0; i + 1 < pairs.length; i += 2) {
		const number = integer(pairs[i + 1]);
		if (number !== null) items.set(text(pairs[i]).toUpperCase(), number);
	}
	return { wireName: text(values[0]), items };
}

/**
 * All folders, their use, subscription and counts: one round trip where the server offers LIST-EXTENDED (RFC 5258)
 * and LIST-STATUS (RFC 5819), else LIST, LSUB and a STATUS for each.
 */
export async function listFolders(imap: Wire): Promise<ListedFolder[]> {
	const extended = imap.capabilities.has('LIST-EXTENDED');
	const counted = extended && imap.capabilities.has('LIST-STATUS');
	const names = new Map<string, { attributes: Set<string>; delimiter: string }>();
	const counts = new Map<string, StatusItems>();
	const wanted = itemsOf(imap);
	const subscribed = new Set<string>();
	const onList = (values: Value[]) => {
		if (names.size >= MAX_LINES) return;
		const attributes = new Set((list(values[0]) ?? []).map((value) => text(value).toLowerCase()));
		const name = text(values[2]);
		if (attributes.has('\\subscribed')) subscribed.add(name);
		if (name !== '') names.set(name, { attributes, delimiter: text(values[1]).slice(0, 1) });
	};
	const onStatus = (values: Value[]) => {
		const { wireName, items } = parseStatus(values);
		if (counts.size < MAX_LINES) counts.set(wireName, items);
	};
	const all = [string(''), string('*')];
	if (extended) {
		const options: Token[] = [atom('SUBSCRIBED'), atom('CHILDREN')];
		if (imap.capabilities.has('SPECIAL-USE')) options.push(atom('SPECIAL-USE'));
		if (counted) options.push(atom('STATUS'), wanted);
		await collect(imap, 'STATUS', onStatus, () =>
			collect(imap, 'LIST', onList, () => run(imap, 'LIST', [...all, atom('RETURN'), options]))
		);
	} else {
		await collect(imap, 'LIST', onList, () => run(imap, 'LIST', all));
		await collect(
			imap,
			'LSUB',
			(values) => subscribed.add(text(values[2])),
			() => run(imap, 'LSUB', all)
		);
	}
	if (!counted) {
		for (const [name, { attributes }] of names) {
			if (attributes.has('\\noselect') || attributes.has('\\nonexistent')) continue;
			await collect(imap, 'STATUS', onStatus, () => run(imap, 'STATUS', [string(name), wanted])).catch(
				() => undefined
			);
		}
	}
	return [...names].map(([wireName, { attributes, delimiter }]) => ({
		wireName,
		attributes,
		delimiter,
		subscribed: subscribed.has(wireName),
		items: counts.get(wireName) ?? NONE
	}));
}
