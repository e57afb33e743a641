import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMailServer, type MailServer } from '$src/mailserver/server.ts';
import type { Problem } from '$lib/server/problem';
import { append } from '$lib/server/imap/append';
import { closeAll } from '$lib/server/imap/close';
import * as folders from '$lib/server/imap/folders';
import * as messages from '$lib/server/imap/messages';
import { watch } from '$lib/server/imap/watch';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { bedMailServer, type BedMailServer } from '../bed/mail-server.ts';
import { INBOX, letter, signedIn, until, use, wanted } from './imap-bed.ts';

let server: BedMailServer;
let running: MailServer;
let bed: BedAccount;
let account: ReturnType<typeof signedIn>;

beforeAll(async () => {
	server = await bedMailServer();
	running = server.server;
	use(server.facts);
	bed = await freshAccount(server.facts, 'restart');
	account = signedIn(bed);
});
afterAll(async () => {
	closeAll();
	await running.stop();
	await rm(server.facts.dir, { recursive: true, force: true });
});

test('while the server is away it is said so, and when it is back everything goes on by itself', async () => {
	const told: string[] = [];
	const stop = watch(account, ({ event }) => told.push(event.kind));
	await append(account, INBOX, letter('before'), { flags: [] });
	expect((await messages.page(account, INBOX, wanted())).total).toBe(1);
	await running.stop();
	await until(() => told.includes('down'));
	await expect(messages.page(account, INBOX, wanted())).rejects.toMatchObject({ code: 'server/away' });
	folders.forget(account.address);
	await expect(folders.list(account)).rejects.toMatchObject({ code: 'server/away' });
	running = await startMailServer({ dir: server.facts.dir, base: server.facts.base });
	const started = Date.now();
	expect((await messages.page(account, INBOX, wanted())).total).toBe(1);
	expect(Date.now() - started).toBeLessThan(2000);
	await until(() => told.includes('up'), 5000);
	expect(Date.now() - started).toBeLessThan(5000);
	told.length = 0;
	await bed.append(letter('after'));
	await until(() => told.includes('list'));
	stop();
});

test('who reads during a restart waits or is told, and has the folder as soon as it is back', async () => {
	await messages.page(account, INBOX, wanted());
	await running.stop();
	const started = startMailServer({ dir: server.facts.dir, base: server.facts.base });
	const seen = new Set<string>();
	const look = async () => {
		const outcome = await messages
			.page(account, INBOX, wanted())
			.catch((error: unknown) => (error as Problem).code);
		seen.add(typeof outcome === 'string' ? outcome : `total ${outcome.total}`);
		return typeof outcome !== 'string';
	};
	await until(look, 20_000);
	running = await started;
	expect([...seen].filter((each) => each !== 'server/away')).toEqual(['total 2']);
});
