import Sqlite, { type Database } from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';

/** Of the disk, a lock or the file itself; everything else SQLite says is a bug of ours. */
const AWAY = /^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN|CORRUPT|NOTADB)/;

/** Runs a call of SQLite. Errors: `store/away`, with the reason in the log. */
export function tried<T>(run: () => T): T {
	try {
		return run();
	} catch (error) {
		if (!(error instanceof Sqlite.SqliteError) || !AWAY.test(error.code)) throw error;
		log('store').error({ err: error }, 'the database cannot be used');
		throw new Problem('store/away', { cause: error });
	}
}

/** The connection as Kysely wants it, its errors turned into ours. */
export function translated(sqlite: Database): SqliteDatabase {
	return {
		close: () => sqlite.close(),
		prepare: (sql) => {
			const statement = tried(() => sqlite.prepare<unknown[], unknown>(sql));
			const wrapped: SqliteStatement = {
				reader: statement.reader,
				all: (parameters) => tried(() => statement.all(...parameters)),
				run: (parameters) => tried(() => statement.run(...parameters)),
				iterate: (parameters) => statement.iterate(...parameters)
			};
			return wrapped;
		}
	};
}
