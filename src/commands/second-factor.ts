import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { databasePath } from '../lib/server/config.ts';
import { END_STAYS, REMOVE_FACTORS } from '../lib/server/store/reset-sql.ts';

/**
 * For the operator, when an administrator has lost the last key: `list` and `reset ADDRESS` on the database itself,
 * while the web process runs or not. It remembers nothing of factors and sessions between two requests.
 */
const USAGE = `npm run second-factor -- list            who has a second factor
npm run second-factor -- reset ADDRESS   takes it away, and ends every session of this address`;

interface Has {
	address: string;
	keys: number;
	app: number;
	codes: number;
}

const HAS = `
	select address,
		(select count(*) from security_key k where k.address = o.address) as keys,
		(totp_since is not null) as app,
		(select count(*) from recovery_code c where c.address = o.address and c.used is null) as codes
	from factor_owner o`;

function open(): Sqlite.Database {
	const path = databasePath(process.env);
	if (!existsSync(path)) {
		throw new Error(
			`There is no database at ${path}. Set POSTERN_DATA or POSTERN_DATABASE as the web process has it.`
		);
	}
	return new Sqlite(path, { fileMustExist: true, timeout: 10_000 });
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function say({ keys, app, codes }: Has): string {
	return [count(keys, 'key'), app ? 'app' : 'no app', count(codes, 'recovery code')].join(', ');
}

function list(db: Sqlite.Database): string {
	const all = db.prepare(`${HAS} order by address`).all() as Has[];
	const guarded = all.filter(({ keys, app }) => keys > 0 || app);
	if (guarded.length === 0) return 'Nobody has a second factor here.';
	return guarded.map((has) => `${has.address}  ${say(has)}`).join('\n');
}

function reset(db: Sqlite.Database, address: string): string {
	const had = db.prepare(`${HAS} where address = ?`).get(address) as Has | undefined;
	if (!had || (had.keys === 0 && !had.app)) throw new Error(`${address} has no second factor here.`);
	let ended = 0;
	db.transaction(() => {
		for (const statement of REMOVE_FACTORS) db.prepare(statement).run(address);
		for (const statement of END_STAYS) ended += db.prepare(statement).run(address).changes;
		db.prepare(
			`insert into security_event (address, at, kind, detail, agent, client, actor)
				values (?, ?, 'factors-reset', '{}', '', '', 'operator')`
		).run(address, Date.now());
	}).immediate();
	return `Removed from ${address}: ${say(had)}. Ended: ${count(ended, 'session or trusted browser', 'sessions and trusted browsers')}.
The password alone opens this mailbox now. Sign in and set up a new factor at once; the reset is in the history.`;
}

function main([verb, address = '', ...more]: string[]): string {
	if (verb === 'list' && address === '') return list(open());
	if (verb === 'reset' && address.includes('@') && more.length === 0)
		return reset(open(), address.toLowerCase());
	throw new Error(USAGE);
}

try {
	console.log(main(process.argv.slice(2)));
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
