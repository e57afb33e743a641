import type { Database } from 'better-sqlite3';
import type { PasswordStore } from '$lib/security/app-password';
import type { AccountsConfig } from '$lib/server/config';
import { Problem } from '$lib/server/problem';
import { isKnown } from './app-passwords';
import { isInPasswdFile, putInPasswdFile } from './passwd-file';
import { storeAway, withStore } from './store';

/** Thrown inside a transaction to take it back. */
class Rehearsal extends Error {}

/** Sets the hash of an account in our own store. Returns the one before. */
function put(store: Database, address: string, next: (before: string) => string): string {
	const row = store
		.prepare<[string], { password: string }>(
			'SELECT password FROM accounts WHERE address = ? AND enabled = 1'
		)
		.get(address);
	if (!row) throw new Problem('password/fixed');
	store.prepare('UPDATE accounts SET password = ? WHERE address = ?').run(next(row.password), address);
	return row.password;
}

/** Runs the operator's own UPDATE. It must meet one row: none is a stranger, more are everybody's passwords. */
function update(store: Database, statement: string, address: string, secret: string): void {
	const { changes } = store.prepare(statement).run({ address, password: secret });
	if (changes === 0) throw new Problem('password/fixed');
	if (changes > 1) throw storeAway(new Error(`POSTERN_ACCOUNTS_UPDATE met ${changes} rows for one address.`));
}

/** Runs a write and takes it back: what would stand in its way is known before anything is changed. */
function rehearse(path: string, job: (store: Database) => void): void {
	try {
		withStore(path, 'write', (store) => {
			job(store);
			throw new Rehearsal();
		});
	} catch (error) {
		if (!(error instanceof Rehearsal)) throw error;
	}
}

/** Whether the main password of this account can be changed here. `fixed` is known of our own forms alone. */
export async function canChange(accounts: AccountsConfig, address: string): Promise<PasswordStore> {
	try {
		if (accounts.kind === 'sqlite-update') return 'ready';
		const known =
			accounts.kind === 'sqlite'
				? withStore(accounts.path, 'read', (store) => isKnown(store, address))
				: await isInPasswdFile(accounts.path, address);
		return known ? 'ready' : 'fixed';
	} catch (error) {
		if (error instanceof Problem && error.code === 'accounts/away') return 'away';
		throw error;
	}
}

/** Would `writePassword` succeed? Nothing is changed. Errors: `accounts/away`, `password/fixed`. */
export async function rehearsePassword(accounts: AccountsConfig, address: string): Promise<void> {
	const { kind, path, update: statement = '' } = accounts;
	if (kind === 'sqlite') rehearse(path, (store) => void put(store, address, (before) => before));
	else if (kind === 'sqlite-update') rehearse(path, (store) => update(store, statement, address, ''));
	// The same words under a new file: folder, lock and owner are tried.
	else await putInPasswdFile(path, address, (before) => before);
}

/**
 * Puts a new hash in the place of the old one, as a whole or not at all. Resolves to how it is taken back; `old` is a
 * hash of the old password, for stores that are written and never read.
 * Errors: `accounts/away`, `password/fixed`, of both.
 */
export async function writePassword(
	accounts: AccountsConfig,
	address: string,
	secret: string
): Promise<(old: string) => Promise<void>> {
	const { kind, path, update: statement = '' } = accounts;
	if (kind === 'sqlite-update') {
		withStore(path, 'write', (store) => update(store, statement, address, secret));
		return async (old) => withStore(path, 'write', (store) => update(store, statement, address, old));
	}
	const unless = (before: string) => (now: string) => (now === secret ? before : now);
	if (kind === 'sqlite') {
		const before = withStore(path, 'write', (store) => put(store, address, () => secret));
		return async () => void withStore(path, 'write', (store) => put(store, address, unless(before)));
	}
	const before = await putInPasswdFile(path, address, () => secret);
	return async () => void (await putInPasswdFile(path, address, unless(before)));
}
