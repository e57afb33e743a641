import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { config } from '$lib/server/config';
import { migrations } from './migrations';
import type { Schema } from './schema';
import { translated } from './trouble';

/** A sentence for the operator about a database that cannot be used. */
export class DatabaseError extends Error {
	override name = 'DatabaseError';
}

let opened: { sqlite: Sqlite.Database; kysely: Kysely<Schema> } | undefined;

function open() {
	const path = config().database;
	try {
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		// Waiting for a lock blocks the whole process, so it is short; nobody else should write to this file.
		const sqlite = new Sqlite(path, { timeout: 1000 });
		sqlite.pragma('journal_mode = WAL');
		sqlite.pragma('synchronous = NORMAL');
		sqlite.pragma('foreign_keys = ON');
		return {
			sqlite,
			kysely: new Kysely<Schema>({ dialect: new SqliteDialect({ database: translated(sqlite) }) })
		};
	} catch (cause) {
		throw new DatabaseError(`The database “${path}” cannot be opened: ${(cause as Error).message}.`, {
			cause
		});
	}
}

/** The store of this process, opened on first use. */
export function database(): Kysely<Schema> {
	return (opened ??= open()).kysely;
}

/** The connection below `database()`, for the one library that wants it bare (auth/throttle.ts). */
export function sqlite(): Sqlite.Database {
	return (opened ??= open()).sqlite;
}

/** Brings the tables to the form this version knows. Errors: `DatabaseError`. */
export async function migrate(): Promise<void> {
	const migrator = new Migrator({ db: database(), provider: { getMigrations: async () => migrations } });
	const { error } = await migrator.migrateToLatest();
	if (!error) return;
	const why = error instanceof Error ? error.message : 'unknown';
	throw new DatabaseError(`The database “${config().database}” cannot be brought up to date: ${why}.`, {
		cause: error
	});
}

/** Frees the file; the next `database()` opens it again. */
export async function closeDatabase(): Promise<void> {
	const closing = opened;
	opened = undefined;
	await closing?.kysely.destroy();
}

/** Can the store be read and written? */
export async function answers(): Promise<boolean> {
	try {
		sqlite().exec('BEGIN IMMEDIATE; ROLLBACK');
		return true;
	} catch {
		return false;
	}
}
