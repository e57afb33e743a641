import type { FolderPath } from '$lib/mail/ids';
import type { Order, Sort } from '$lib/mail/summary';
import { atom, fetch, uids } from './raw';
import type { Criteria } from './search';
import { integer } from './tokens';
import type { Token, Wire } from './wire';

/**
 * Orders other than arrival. Sorting is the server's work (RFC 5256) and takes it 100 to 250 ms for 100,000
 * messages each time, so the UIDs in order are kept, four bytes each, until the folder changes.
 */

/** Orders kept for all accounts together: 400 kB each for a folder of 100,000. */
const MAX_KEPT = 64;
const MAX_NUMBERS = 8_000_000;

const KEYS: Record<Exclude<Sort, 'arrival'>, string> = {
	date: 'DATE',
	from: 'FROM',
	subject: 'SUBJECT',
	size: 'SIZE'
};

interface Kept {
	readonly uids: Uint32Array;
	/** The folder's state it was made from, as `stateOf` names it. */
	readonly state: string;
}

const kept = new Map<string, Kept>();
let numbers = 0;

/**
 * Names the set of messages in the open folder: another value, and an order made before may be wrong. UIDs only
 * grow, so count and highest UID tell; the UIDNEXT that imapflow holds is that of the SELECT.
 */
async function stateOf(imap: Wire): Promise<string> {
	const mailbox = imap.mailbox || null;
	let newest = 0;
	if (mailbox && mailbox.exists > 0) {
		await fetch(imap, '*', [atom('UID')], { uid: false }, (row) => {
			newest = Math.max(newest, integer(row.items.get('UID')) ?? 0);
		});
	}
	return `${mailbox?.uidValidity}:${newest}:${mailbox?.exists}`;
}

function keep(key: string, entry: Kept): void {
	forgetOrder(key);
	kept.set(key, entry);
	numbers += entry.uids.length;
	for (const oldest of kept.keys()) {
		if (kept.size <= MAX_KEPT && numbers <= MAX_NUMBERS) return;
		if (oldest !== key) forgetOrder(oldest);
	}
}

function forgetOrder(key: string): void {
	numbers -= kept.get(key)?.uids.length ?? 0;
	kept.delete(key);
}

/** Forgets an account, at sign-out. */
export function forgetOrders(address: string): void {
	for (const key of [...kept.keys()]) if (key.startsWith(`${address}\0`)) forgetOrder(key);
}

/**
 * The UIDs of the open folder that match `criteria`, in order; null when the server cannot sort (the
 * caller falls back to arrival).
 */
export async function inOrder(
	imap: Wire,
	owner: { address: string; folder: FolderPath },
	order: Order,
	criteria: Criteria
): Promise<Uint32Array | null> {
	const key = [owner.address, owner.folder, order.sort, order.descending ? 'd' : 'a', criteria.key].join(
		'\0'
	);
	const state = await stateOf(imap);
	const found = kept.get(key);
	if (found?.state === state) {
		kept.delete(key);
		kept.set(key, found);
		return found.uids;
	}
	let result: Uint32Array;
	if (order.sort === 'arrival') {
		result = await uids(imap, 'UID SEARCH', [...charset(criteria.tokens), ...criteria.tokens]);
		result.sort();
		if (order.descending) result.reverse();
	} else {
		if (!imap.capabilities.has('SORT')) return null;
		const keys = [...(order.descending ? [atom('REVERSE')] : []), atom(sortKey(imap, order.sort))];
		result = await uids(imap, 'UID SORT', [keys, atom('UTF-8'), ...criteria.tokens]);
	}
	// `stateOf` does not tell of flags.
	if (!criteria.state) keep(key, { uids: result, state });
	return result;
}

/** SORT=DISPLAY (RFC 5957) orders by the name people see, not by the mailbox. */
function sortKey(imap: Wire, sort: Exclude<Sort, 'arrival'>): string {
	return sort === 'from' && imap.capabilities.has('SORT=DISPLAY') ? 'DISPLAYFROM' : KEYS[sort];
}

/** SEARCH is in US-ASCII unless said otherwise (RFC 9051 §6.4.4). */
function charset(tokens: readonly Token[]): Token[] {
	const beyond = tokens.some((token) => !Array.isArray(token) && token.type === 'LITERAL');
	return beyond ? [atom('CHARSET'), atom('UTF-8')] : [];
}
