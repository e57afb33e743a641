import { chmodSync, chownSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { hash } from '@node-rs/argon2';
import { ACCOUNT_STORE } from '../dovecot/account-store.ts';
import type { Place } from './place.ts';
import { systemUser } from './system-users.ts';

/**
 * Dovecot checks the password at each connection. The demo's passwords are printed on the screen, so the cheap
 * end of ARGON2ID is enough here and keeps a login at a few milliseconds.
 */
const COST = { memoryCost: 4096, timeCost: 3, parallelism: 1 };

/** Accounts and aliases, in the database that Dovecot and Postfix read at every look-up. */
export class Accounts {
	readonly #database: DatabaseSync;

	constructor(place: Place) {
		this.#database = new DatabaseSync(place.accounts);
		this.#database.exec('PRAGMA busy_timeout = 5000');
		this.#database.exec(ACCOUNT_STORE);
		// Postfix reads it as its own user; nobody else needs the password hashes.
		chownSync(place.accounts, 0, systemUser('postfix').gid);
		chmodSync(place.accounts, 0o640);
	}

	/** Adds an account, or changes its password and name. The address is kept in lower case. */
	async put(address: string, password: string, name = ''): Promise<void> {
		const key = address.toLowerCase();
		const secret = `{ARGON2ID}${await hash(password, { algorithm: 2, ...COST })}`;
		this.#database
			.prepare('INSERT OR IGNORE INTO domains VALUES (?)')
			.run(key.slice(key.lastIndexOf('@') + 1));
		this.#database
			.prepare(
				`INSERT INTO accounts (address, name, password) VALUES (?, ?, ?)
				ON CONFLICT (address) DO UPDATE SET name = excluded.name, password = excluded.password`
			)
			.run(key, name, secret);
	}

	has(address: string): boolean {
		const row = this.#database.prepare('SELECT 1 FROM accounts WHERE address = ?').get(address.toLowerCase());
		return row !== undefined;
	}

	/** Lets mail for `source` go to `destination`, who may then also send as `source`. */
	alias(source: string, destination: string): void {
		this.#database
			.prepare('INSERT OR IGNORE INTO aliases VALUES (?, ?)')
			.run(source.toLowerCase(), destination.toLowerCase());
	}

	/** Quota in megabytes; Dovecot reads it at the next login. */
	quota(address: string, megabytes: number): void {
		this.#database
			.prepare('UPDATE accounts SET quota_mb = ? WHERE address = ?')
			.run(megabytes, address.toLowerCase());
	}

	/** May be called twice. */
	close(): void {
		if (this.#database.isOpen) this.#database.close();
	}
}
