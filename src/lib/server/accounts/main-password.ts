import type { Database } from 'better-sqlite3';
import type { MainPassword } from '$lib/security/app-password';
import { Problem } from '$lib/server/problem';
import { isKnown } from './app-passwords';
import { withStore } from './store';

/** Stands for every account, in `closed_passwords`. */
export const EVERYBODY = '*';

/** From where the main password of this account is taken. */
export function mainPasswordIn(store: Database, address: string): MainPassword {
	const closed = store
		.prepare<[string, string], { address: string }>(
			'SELECT address FROM closed_passwords WHERE address IN (?, ?)'
		)
		.all(address, EVERYBODY)
		.map((row) => row.address);
	if (closed.includes(EVERYBODY)) return 'closed-for-all';
	return closed.length > 0 ? 'closed' : 'open';
}

/** Is the main password of every account closed? Errors: `accounts/away`. */
export function isClosedForAll(path: string): boolean {
	return withStore(path, 'read', (store) => mainPasswordIn(store, EVERYBODY) === 'closed-for-all');
}

/**
 * Lets the mail server take the main password from Postern's own address alone, or from everywhere again; holds from
 * the next sign-in on. `whose`: an address, or `EVERYBODY`. False: it was so already.
 * Errors: `accounts/away`, `password/fixed`.
 */
export function setClosed(path: string, whose: string, closed: boolean, now = Date.now()): boolean {
	return withStore(path, 'write', (store) => {
		if (whose !== EVERYBODY && !isKnown(store, whose)) throw new Problem('password/fixed');
		const { changes } = closed
			? store
					.prepare('INSERT OR IGNORE INTO closed_passwords (address, since) VALUES (?, ?)')
					.run(whose, Math.floor(now / 1000))
			: store.prepare('DELETE FROM closed_passwords WHERE address = ?').run(whose);
		return changes > 0;
	});
}
