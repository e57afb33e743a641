import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { ACCOUNT_STORE } from '../../src/dovecot/account-store.ts';
import { TOKEN_ISSUER } from '../../src/mailserver/dovecot-config.ts';
import { cleanEnvironment, root } from '../bed/build.ts';
import { placeOf } from '../bed/doveadm.ts';

const mail = inject('mailServer');
const place = placeOf(mail);
const run = promisify(execFile);

/** `npm run dovecot` without npm. */
async function printed(settings: Record<string, string>, ...args: string[]): Promise<string> {
	const env = { ...cleanEnvironment(), POSTERN_IMAP: `imap://localhost:${mail.ports.imap}`, ...settings };
	return run(process.execPath, ['src/commands/dovecot.ts', ...args], { cwd: root, env }).then(
		({ stdout }) => stdout,
		(error: { stderr: string }) => error.stderr
	);
}

const tokens = { POSTERN_TOKEN_KEYS: place.tokens, POSTERN_TOKEN_ISSUER: TOKEN_ISSUER };
const store = { POSTERN_ACCOUNTS: `sqlite:${place.accounts}` };

/** The files of a folder that are Postern's. */
const filesOf = (folder: string) =>
	Object.fromEntries(
		readdirSync(folder)
			.filter((name) => name.startsWith('postern'))
			.map((name) => [name, readFileSync(join(folder, name), 'utf8')])
	);

/** What Dovecot makes of a file that includes Postern's. @throws {Error} when it does not take it. */
async function understood(folder: string): Promise<string> {
	const conf = join(folder, 'dovecot.conf');
	writeFileSync(conf, `base_dir = ${folder}\nprotocols = imap lmtp sieve\n!include postern.conf\n`);
	return (await run('doveconf', ['-n', '-c', conf])).stdout;
}

test('what is written is, byte for byte, what the mail server of all these tests runs', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'postern-dovecot-'));
	const said = await printed(
		{ ...tokens, ...store },
		'--etc',
		place.etc,
		'--own',
		'127.0.0.1',
		'--write',
		folder
	);
	expect(said).toContain('doveadm reload');
	const written = filesOf(folder);
	expect(Object.keys(written)).toHaveLength(7);
	expect(written).toEqual(filesOf(place.etc));
});

test('what is printed is the same, file by file', async () => {
	const text = await printed({ ...tokens, ...store }, '--etc', place.etc, '--own', '127.0.0.1');
	for (const [name, content] of Object.entries(filesOf(place.etc)))
		expect(text).toContain(`\n#### ${join(place.etc, name)}\n${content.trimEnd()}`);
	// Beside the files there are only comments.
	expect(text.slice(0, text.indexOf('####'))).toMatch(/^(?:#.*\n|\n)+$/);
});

test.each<[name: string, settings: Record<string, string>, has: RegExp, not: RegExp]>([
	[
		'tokens, accounts in a passwd-file',
		{ ...tokens, POSTERN_ACCOUNTS: 'passwd-file:/etc/dovecot/users' },
		/driver = passwd-file/,
		/driver = sql/
	],
	['tokens, accounts elsewhere', tokens, /driver = oauth2/, /driver = (?:sql|passwd-file)|continue-ok/],
	['passwords, and the account store', store, /driver = sql/, /oauth/]
])('Dovecot understands it: %s', async (_, settings, has, not) => {
	const folder = mkdtempSync(join(tmpdir(), 'postern-dovecot-'));
	await printed(settings, '--etc', folder, '--write', folder);
	const conf = await understood(folder);
	expect(conf).toMatch(has);
	expect(conf).not.toMatch(not);
});

test('the account store is made of what it prints', async () => {
	const tables = (sql: string) => {
		const store = new DatabaseSync(':memory:');
		store.exec(sql);
		return store.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
	};
	const names = tables(await printed({}, '--schema')).map(({ name }) => name);
	expect(names).toEqual(tables(ACCOUNT_STORE).map(({ name }) => name));
	expect(names).toContain('app_passwords');
});

test('with plain passwords there is nothing to do, and it says so', async () => {
	expect(await printed({})).toContain('Dovecot needs nothing');
});

test('the address that Postern comes from is found, or given', async () => {
	const line = async (...args: string[]) =>
		/'([^']*)' AS allow_nets/.exec(await printed({ ...tokens, ...store }, ...args))?.[1];
	expect(await line()).toBe('127.0.0.1/32,::1/128');
	expect(await line('--own', '192.0.2.7', '--own', '2001:db8::/64')).toBe('192.0.2.7/32,2001:db8::/64');
	expect(await printed({ ...tokens, ...store }, '--own', "1' OR '1")).toContain(
		'write an address or a block'
	);
});
