import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { APP_SERVICES, type AppPassword, type AppService } from '$lib/security/app-password';
import { Problem } from '$lib/server/problem';
import { withStore } from './store';

/** Most app passwords of one account: each sign-in of a program looks through them. */
export const MOST_APP_PASSWORDS = 50;

/** Lower case and digits, without those that are taken for one another: 32 signs, 5 bits each. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789';
/** 20 signs are 100 bits. */
const GROUPS = 5;
const GROUP = 4;

interface Row {
	id: string;
	name: string;
	services: string;
	created: number;
	used: number | null;
	used_from: string | null;
	used_service: string | null;
}

const isService = (name: string): name is AppService => (APP_SERVICES as readonly string[]).includes(name);

function viewOf(row: Row): AppPassword {
	const { id, name, services, created, used, used_from: usedFrom, used_service: service } = row;
	return {
		...{ id, name, usedFrom },
		services: services.split(' ').filter(isService),
		// The store counts seconds.
		created: created * 1000,
		used: used === null ? null : used * 1000,
		usedService: service !== null && isService(service) ? service : null
	};
}

/** Is the account in the store, and may it sign in? */
export function isKnown(store: Database, address: string): boolean {
	return store.prepare('SELECT 1 FROM accounts WHERE address = ? AND enabled = 1').get(address) !== undefined;
}

/** The account's app passwords, the newest first. */
export function appPasswordsIn(store: Database, address: string): AppPassword[] {
	return store
		.prepare<[string], Row>('SELECT * FROM app_passwords WHERE address = ? ORDER BY created DESC, rowid DESC')
		.all(address)
		.map(viewOf);
}

function secret(): string {
	const sign = () => SIGNS[randomInt(SIGNS.length)];
	return Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, sign).join('')).join('-');
}

/** As Dovecot computes it: `%{sha256:password}`. */
export function appPasswordHash(password: string): string {
	return createHash('sha256').update(password).digest('hex');
}

/**
 * Makes one; the mail server takes it from now on. The password is in the answer alone.
 * Errors: `accounts/away`, `password/fixed`; `input/invalid` when there are too many.
 */
export function addAppPassword(
	path: string,
	address: string,
	wanted: { name: string; services: readonly AppService[] },
	now = Date.now()
): { made: AppPassword; password: string } {
	const password = secret();
	const row: Row = {
		...{ id: randomUUID(), name: wanted.name, services: ` ${wanted.services.join(' ')} ` },
		...{ created: Math.floor(now / 1000), used: null, used_from: null, used_service: null }
	};
	withStore(path, 'write', (store) => {
		if (!isKnown(store, address)) throw new Problem('password/fixed');
		if (appPasswordsIn(store, address).length >= MOST_APP_PASSWORDS) {
			throw new Problem('input/invalid', { detail: `At most ${MOST_APP_PASSWORDS} app passwords.` });
		}
		store
			.prepare(
				'INSERT INTO app_passwords (id, address, name, hash, services, created) VALUES (?, ?, ?, ?, ?, ?)'
			)
			.run(row.id, address, row.name, appPasswordHash(password), row.services, row.created);
	});
	return { made: viewOf(row), password };
}

/** Removes one: the next sign-in with it is refused. Null: the account has none of this id. Errors: `accounts/away`. */
export function removeAppPassword(path: string, address: string, id: string): AppPassword | null {
	return withStore(path, 'write', (store) => {
		const row = store
			.prepare<[string, string], Row>('DELETE FROM app_passwords WHERE id = ? AND address = ? RETURNING *')
			.get(id, address);
		return row ? viewOf(row) : null;
	});
}

/** Is this one of the account's app passwords? Errors: `accounts/away`. */
export function isSomeAppPassword(path: string, address: string, password: string): boolean {
	return withStore(path, 'read', (store) => {
		const known = store.prepare('SELECT 1 FROM app_passwords WHERE address = ? AND hash = ?');
		return known.get(address, appPasswordHash(password)) !== undefined;
	});
}

/** Is this the password of that id, and of this account? Errors: `accounts/away`. */
export function isAppPassword(path: string, address: string, id: string, password: string): boolean {
	return withStore(path, 'read', (store) => {
		const row = store
			.prepare('SELECT 1 FROM app_passwords WHERE id = ? AND address = ? AND hash = ?')
			.get(id, address, appPasswordHash(password));
		return row !== undefined;
	});
}
