import {
	chmodSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AccountsConfig } from '$lib/server/config';
import { canChange, rehearsePassword, writePassword } from '$lib/server/accounts/write-password';
import { ACCOUNT_STORE } from '../../../../src/dovecot/account-store.ts';

process.env.POSTERN_IMAP = 'imaps://mail.demo.test';

const ada = 'ada@demo.test';
const NEW = '{ARGON2ID}$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA';
let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'postern-accounts-'))));

const codeOf = (work: Promise<unknown>): Promise<string> =>
	work.then(
		() => 'done',
		(problem: { code?: string }) => problem.code ?? 'broken'
	);

describe('a passwd-file', () => {
	const LINES = [
		'# ada@demo.test:not me',
		'xada@demo.test:{PLAIN}x:::::',
		'ada@demo.test:{BLF-CRYPT}$2y$05$old:1000:1000:Ada Lovelace:/home/ada::userdb_quota_rule=*:bytes=1G',
		'\xff odd \x00 bytes',
		'ben@demo.test:{PLAIN}b'
	];
	let accounts: AccountsConfig;
	const text = () => readFileSync(accounts.path, 'latin1');
	beforeEach(() => {
		accounts = { kind: 'passwd-file', path: join(dir, 'users'), update: undefined };
		writeFileSync(accounts.path, `${LINES.join('\n')}\n`, 'latin1');
		chmodSync(accounts.path, 0o640);
	});

	test('one field changes, every other byte and the mode stay, and nothing is left beside it', async () => {
		const putBack = await writePassword(accounts, ada, NEW);
		const changed = LINES.map((line) =>
			line.replace(/^(ada@demo\.test:)[^:]*/, `$1${NEW.replaceAll('$', '$$$$')}`)
		);
		expect(text()).toBe(`${changed.join('\n')}\n`);
		expect(statSync(accounts.path).mode & 0o777).toBe(0o640);
		expect(readdirSync(dir)).toEqual(['users']);
		await putBack('');
		expect(text()).toBe(`${LINES.join('\n')}\n`);
	});

	test('each change has a second of its own, by which Dovecot notices it', async () => {
		const seconds = new Set<number>();
		for (let change = 0; change < 3; change++) {
			await writePassword(accounts, ada, NEW);
			seconds.add(Math.floor(statSync(accounts.path).mtimeMs / 1000));
		}
		expect(seconds.size).toBe(3);
	});

	test('line ends of another system and a last line without one stay as they are', async () => {
		writeFileSync(accounts.path, 'ada@demo.test:{PLAIN}a\r\nben@demo.test:{PLAIN}b');
		await writePassword(accounts, ada, NEW);
		await writePassword(accounts, 'ben@demo.test', NEW);
		expect(text()).toBe(`ada@demo.test:${NEW}\r\nben@demo.test:${NEW}`);
	});

	test('a link stays a link', async () => {
		symlinkSync(accounts.path, join(dir, 'link'));
		await writePassword({ ...accounts, path: join(dir, 'link') }, ada, NEW);
		expect(text()).toContain(`ada@demo.test:${NEW}:1000`);
		expect(readdirSync(dir).sort()).toEqual(['link', 'users']);
	});

	test('writes at once follow one another', async () => {
		await Promise.all(
			[ada, 'ben@demo.test', ada, 'ben@demo.test'].map((address, i) =>
				writePassword(accounts, address, `${NEW}${i}`)
			)
		);
		expect(text()).toMatch(/^ada@demo\.test:\{ARGON2ID\}[^:]*[02]:1000/m);
		expect(text()).toMatch(/^ben@demo\.test:\{ARGON2ID\}[^:]*[13]$/m);
	});

	test('a lock that a crash left is broken after a while', async () => {
		const lock = `${accounts.path}.lock`;
		writeFileSync(lock, '');
		const old = Date.now() / 1000 - 60;
		utimesSync(lock, old, old);
		expect(await codeOf(writePassword(accounts, ada, NEW))).toBe('done');
	});

	test('of many who find such a lock none takes back what another one wrote', async () => {
		const many = Array.from({ length: 12 }, (_, i) => `user${i}@demo.test`);
		const lock = `${accounts.path}.lock`;
		const old = Date.now() / 1000 - 60;
		for (let round = 0; round < 10; round++) {
			writeFileSync(accounts.path, many.map((address) => `${address}:{PLAIN}old\n`).join(''));
			writeFileSync(lock, '');
			utimesSync(lock, old, old);
			await Promise.all(many.map((address) => writePassword(accounts, address, NEW)));
			expect(text()).toBe(many.map((address) => `${address}:${NEW}\n`).join(''));
		}
	});

	test('a rehearsal changes nothing; who is not in it and what is not there are told apart', async () => {
		await rehearsePassword(accounts, ada);
		expect(text()).toBe(`${LINES.join('\n')}\n`);
		expect(await codeOf(rehearsePassword(accounts, 'cleo@demo.test'))).toBe('password/fixed');
		expect(await canChange(accounts, 'cleo@demo.test')).toBe('fixed');
		const gone = { ...accounts, path: join(dir, 'gone', 'users') };
		expect(await codeOf(rehearsePassword(gone, ada))).toBe('accounts/away');
		expect(await canChange(gone, ada)).toBe('away');
		// Dots are no wildcards.
		expect(await canChange(accounts, 'ada@demoXtest')).toBe('fixed');
	});
});

describe('a store of one’s own tables', () => {
	let accounts: AccountsConfig;
	const rows = () => {
		const db = new Sqlite(accounts.path);
		const all = db.prepare('SELECT email, hash FROM users ORDER BY email').raw().all();
		db.close();
		return all;
	};
	const statement = 'UPDATE users SET hash = :password WHERE lower(email) = :address';
	beforeEach(() => {
		accounts = { kind: 'sqlite-update', path: join(dir, 'users.db'), update: statement };
		const db = new Sqlite(accounts.path);
		db.exec(
			"CREATE TABLE users (email TEXT, hash TEXT); INSERT INTO users VALUES ('Ada@demo.test', 'a'), ('ben@demo.test', 'b')"
		);
		db.close();
	});

	test('one row changes and can be put back', async () => {
		await rehearsePassword(accounts, ada);
		expect(rows()).toEqual([
			['Ada@demo.test', 'a'],
			['ben@demo.test', 'b']
		]);
		const putBack = await writePassword(accounts, ada, NEW);
		expect(rows()).toEqual([
			['Ada@demo.test', NEW],
			['ben@demo.test', 'b']
		]);
		await putBack('{ARGON2ID}old');
		expect(rows()[0]).toEqual(['Ada@demo.test', '{ARGON2ID}old']);
	});

	test('no row, and more than one, change nothing', async () => {
		expect(await codeOf(writePassword(accounts, 'cleo@demo.test', NEW))).toBe('password/fixed');
		const loose = { ...accounts, update: 'UPDATE users SET hash = :password WHERE email > :address' };
		expect(await codeOf(writePassword(loose, ' ', NEW))).toBe('accounts/away');
		expect(rows()).toEqual([
			['Ada@demo.test', 'a'],
			['ben@demo.test', 'b']
		]);
	});
});

describe('our own store', () => {
	let accounts: AccountsConfig;
	const hashOf = (address: string) => {
		const db = new Sqlite(accounts.path);
		const row = db.prepare('SELECT password FROM accounts WHERE address = ?').get(address) as {
			password: string;
		};
		db.close();
		return row.password;
	};
	beforeEach(() => {
		accounts = { kind: 'sqlite', path: join(dir, 'accounts.db'), update: undefined };
		const db = new Sqlite(accounts.path);
		db.exec(ACCOUNT_STORE);
		db.exec(
			"INSERT INTO accounts (address, name, password, enabled) VALUES ('ada@demo.test', '', 'a', 1), ('off@demo.test', '', 'o', 0)"
		);
		db.close();
	});

	test('the hash changes and is put back as it was, unless somebody changed it again', async () => {
		await rehearsePassword(accounts, ada);
		expect(hashOf(ada)).toBe('a');
		const putBack = await writePassword(accounts, ada, NEW);
		expect(hashOf(ada)).toBe(NEW);
		await putBack('');
		expect(hashOf(ada)).toBe('a');
		const late = await writePassword(accounts, ada, NEW);
		await writePassword(accounts, ada, 'newer');
		await late('');
		expect(hashOf(ada)).toBe('newer');
	});

	test('an account that may not sign in has no password to change', async () => {
		expect(await codeOf(writePassword(accounts, 'off@demo.test', NEW))).toBe('password/fixed');
		expect(hashOf('off@demo.test')).toBe('o');
	});

	test('a lock, a missing file and a missing folder are the store being away', async () => {
		const holder = new Sqlite(accounts.path);
		holder.exec('BEGIN IMMEDIATE');
		expect(await codeOf(writePassword(accounts, ada, NEW))).toBe('accounts/away');
		holder.exec('ROLLBACK');
		holder.close();
		expect(hashOf(ada)).toBe('a');
		for (const path of [join(dir, 'gone.db'), join(dir, 'gone', 'accounts.db')]) {
			expect(await codeOf(writePassword({ ...accounts, path }, ada, NEW))).toBe('accounts/away');
		}
		expect(readdirSync(dir)).toEqual(['accounts.db']);
	});
});
