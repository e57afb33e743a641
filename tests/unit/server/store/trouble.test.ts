import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as sessions from '$lib/server/auth/sessions';
import { answers, closeDatabase, migrate, sqlite } from '$lib/server/store/database';
import * as settings from '$lib/server/store/settings';

const plain = { client: '127.0.0.1', way: 'password', second: false, proved: true } as const;

const data = mkdtempSync(join(tmpdir(), 'postern-trouble-'));
const away = { name: 'Problem', code: 'store/away' };

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = data;
	await migrate();
});
afterAll(closeDatabase);

test('while another program holds the database, writing says so, reading goes on, and then all is well', async () => {
	const { token } = await sessions.begin('ada@demo.test', 'x', { ...plain, persistent: false, agent: '' });
	const other = new Sqlite(join(data, 'postern.db'));
	other.exec('BEGIN IMMEDIATE');
	expect(await answers()).toBe(false);
	await expect(settings.put('ada@demo.test', { theme: 'dark' })).rejects.toMatchObject(away);
	// Also when the session would now be marked as seen.
	expect(await sessions.resume(token, Date.now() + 120_000)).not.toBeNull();
	other.exec('ROLLBACK');
	other.close();
	expect(await answers()).toBe(true);
	expect(await settings.put('ada@demo.test', { theme: 'dark' })).toEqual({ theme: 'dark' });
});

test('a full disk is said, nothing half is kept, and room makes it work again', async () => {
	const pages = sqlite().pragma('page_count', { simple: true }) as number;
	sqlite().pragma(`max_page_count = ${pages}`);
	const many = async () => {
		for (let i = 0; i < 500; i++) {
			await sessions.begin(`user${i}@demo.test`, 'x'.repeat(1000), {
				...plain,
				persistent: false,
				agent: 'a'.repeat(200)
			});
		}
	};
	await expect(many()).rejects.toMatchObject(away);
	expect(sqlite().pragma('integrity_check', { simple: true })).toBe('ok');
	sqlite().pragma('max_page_count = 1073741823');
	await many();
});

test('a read-only file is said', async () => {
	sqlite().pragma('query_only = ON');
	await expect(settings.put('ada@demo.test', { theme: 'light' })).rejects.toMatchObject(away);
	expect(await settings.get('ada@demo.test')).toEqual({ theme: 'dark' });
	sqlite().pragma('query_only = OFF');
});
