import { pickEnds } from '$lib/mail/pick-ends';
import { parseMailDate } from '$lib/mail/header-date';
import type { FolderPath } from '$lib/mail/ids';
import { printUidSet } from '$lib/mail/uid-set';
import type { Account } from '$lib/server/account';
import { withFolder } from './pool';
import { refresh } from './refresh';
import { atom, fetch, peekFields, string, uids } from './raw';
import { uidOf } from './rows';
import { text } from './tokens';

/** What a folder holds from or to somebody, by a bounded look that waits behind whatever a person waits for. */

/** Oldest and newest messages looked at, each. */
const ENDS = 12;
/** Octets of the fields read of each. */
const MAX_FIELDS = 16_384;

/** Head of one message, as far as it tells who wrote it. */
export interface LetterHead {
	/** INTERNALDATE; ms since 1970. */
	readonly received: number;
	/** From, To, Message-ID and what our own side wrote, in their order (binary string). */
	readonly block: string;
}

export interface Letters {
	/** Messages the server found: its search also finds longer addresses that hold the one asked for. */
	readonly total: number;
	/** The oldest and the newest of them, oldest first. */
	readonly heads: readonly LetterHead[];
}

/**
 * Messages whose From or To holds `words`. `timeout` in ms, after which the connection is given up.
 * Errors: `folder/missing`, `server/*`.
 */
export async function letters(
	account: Account,
	folder: FolderPath,
	field: 'FROM' | 'TO',
	words: string,
	timeout: number
): Promise<Letters> {
	return withFolder(
		account,
		folder,
		async ({ imap }) => {
			await refresh(imap);
			const sought = string(words);
			const charset = 'type' in sought && sought.type === 'LITERAL' ? [atom('CHARSET'), atom('UTF-8')] : [];
			const found = (await uids(imap, 'UID SEARCH', [...charset, atom(field), sought])).sort();
			if (found.length === 0) return { total: 0, heads: [] };
			const heads = new Map<number, LetterHead>();
			const fields = ['FROM', 'TO', 'MESSAGE-ID', 'RECEIVED', 'AUTHENTICATION-RESULTS'];
			const items = [atom('UID'), atom('INTERNALDATE'), peekFields(fields, MAX_FIELDS)];
			const set = printUidSet(pickEnds(Array.from(found), ENDS));
			await fetch(imap, set, items, { uid: true }, (row) => {
				const uid = uidOf(row);
				const section = [...row.items].find(([key]) => key.startsWith('BODY[HEADER.FIELDS'));
				const received = parseMailDate(text(row.items.get('INTERNALDATE')));
				if (uid === null || !section || received === null || heads.size > ENDS * 2) return;
				heads.set(uid, { received, block: text(section[1]) });
			});
			return {
				total: found.length,
				heads: [...heads.entries()].sort(([a], [b]) => a - b).map(([, head]) => head)
			};
		},
		{ background: true, timeout }
	);
}
