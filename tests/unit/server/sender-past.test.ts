import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { FolderPath, Uid } from '$lib/mail/ids';
import type { Account } from '$lib/server/account';
import { fullTruth } from '$lib/server/flows/sender-past';
import { Problem } from '$lib/server/problem';
import { closeDatabase, migrate } from '$lib/server/store/database';

const INBOX = 'INBOX' as FolderPath;
const searched: { end: (problem?: Problem) => void }[] = [];

vi.mock('$lib/server/imap/folders', () => ({
	list: async () => [{ path: 'INBOX', role: 'inbox', selectable: true, total: 9 }]
}));
vi.mock('$lib/server/imap/letters', () => ({
	letters: (_account: Account, _folder: FolderPath, _field: string) =>
		new Promise((found, fail) =>
			searched.push({ end: (problem) => (problem ? fail(problem) : found({ total: 0, heads: [] })) })
		)
}));
vi.mock('$lib/server/imap/parts', () => ({
	structure: async (_account: Account, _folder: FolderPath, uid: number) => ({
		uid,
		uidValidity: '1',
		top: `Received: from x.test (x.test [192.0.2.1]) by mail.demo.test; Sat, 21 Nov 2026 10:00:00 +0000\r\n`,
		received: uid,
		header: { from: [{ name: '', address: `p${uid}@x.test` }], messageId: `<${uid}@x.test>` }
	})
}));

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-past-'));
	await migrate();
});
afterAll(closeDatabase);

const someone = (address: string): Account => ({ address, admin: false, credential: () => ({}) as never });
const open = (account: Account, uid: number) => fullTruth(account, INBOX, uid as Uid);

test('an account has one search at a time, and leaves out those the reader went past', async () => {
	searched.length = 0;
	const ada = someone('ada@demo.test');
	const first = open(ada, 1);
	await expect.poll(() => searched.length).toBe(1);
	let answered = 0;
	const others = [2, 3, 4, 5, 6, 7].map((uid) => open(ada, uid).then(() => answered++));
	// Left out, not kept waiting.
	await expect.poll(() => answered).toBe(3);
	expect(searched).toHaveLength(1);
	searched[0]?.end();
	for (const so of [2, 3, 4]) {
		await expect.poll(() => searched.length).toBe(so);
		searched.at(-1)?.end();
	}
	await Promise.all([first, ...others]);
	expect(searched).toHaveLength(4);
});

test('a mail server that is too slow for one search is not asked for the next', async () => {
	searched.length = 0;
	const ben = someone('ben@demo.test');
	const first = open(ben, 1);
	await expect.poll(() => searched.length).toBe(1);
	searched[0]?.end(new Problem('server/slow'));
	await first;
	await open(ben, 2);
	expect(searched).toHaveLength(1);
});
