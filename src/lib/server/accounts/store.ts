import Sqlite, { type Database } from 'better-sqlite3';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';

/** Longest wait for a lock of the mail server, ms: it blocks this process, and Dovecot's writes take one. */
const WAIT = 1000;

/** The store cannot be used, and nothing of this was kept. */
export function storeAway(cause: unknown): Problem {
	log('accounts').error({ err: cause }, 'the account store cannot be used');
	return new Problem('accounts/away', { cause });
}

/**
 * Runs a job on the account store in one transaction: all of it happens or nothing. The file is opened each time, so
 * that one that was moved into its place is used at once. `write`: takes the lock before it reads.
 * Errors: `accounts/away`, and what the job throws.
 */
export function withStore<T>(path: string, kind: 'read' | 'write', job: (store: Database) => T): T {
	let store: Database | undefined;
	try {
		store = new Sqlite(path, { fileMustExist: true, readonly: kind === 'read', timeout: WAIT });
		const opened = store;
		const inOne = opened.transaction(() => job(opened));
		return kind === 'write' ? inOne.immediate() : inOne();
	} catch (error) {
		// A folder that is missing is a TypeError of the driver.
		if (error instanceof Sqlite.SqliteError || (error instanceof TypeError && !store)) throw storeAway(error);
		throw error;
	} finally {
		store?.close();
	}
}
