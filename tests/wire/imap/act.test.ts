import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { act } from '$lib/server/imap/act';
import { closeAll } from '$lib/server/imap/close';
import { ScriptedServer, type Reply } from './scripted-server.ts';

const imap = vi.hoisted(() => ({ host: '127.0.0.1', port: 0, tls: 'plain' }));
vi.mock('$lib/server/config', () => ({ config: () => ({ imap }) }));

const INBOX = 'INBOX' as FolderPath;
const ARCHIVE = 'Archive' as FolderPath;
let server: ScriptedServer;
let people = 0;
let account = someone();

function someone() {
	const user = `a${people++}@x.test`;
	return {
		address: user,
		admin: false,
		credential: () => ({ kind: 'password' as const, user, password: 'pw' })
	};
}

beforeAll(async () => {
	server = await ScriptedServer.start();
	imap.port = server.port;
});
beforeEach(() => {
	server.wellBehaved();
	account = someone();
});
afterEach(() => {
	vi.useRealTimers();
	closeAll();
});
afterAll(() => server.stop());

const many = Array.from({ length: 2500 }, (_, i) => (i + 1) as Uid);
const move = (uids: readonly Uid[]) =>
	act(account, INBOX, { uidValidity: '7', choice: { uids }, action: { kind: 'move', to: ARCHIVE } });
const copied = (range: string): string => `* OK [COPYUID 9 ${range} ${range}] moved\r\n`;
const refused: Reply = (say, tag) => say(`${tag} NO [OVERQUOTA] full\r\n`);

test('a move that fails half way tells what has gone where, so that it can be undone', async () => {
	let moves = 0;
	server.replies.set('UID MOVE', (say, tag, socket) => {
		if (++moves === 1) say(`${copied('1:1000')}${tag} OK done\r\n`);
		else refused(say, tag, socket);
	});
	const result = await move(many);
	expect(result).toMatchObject({ done: 1000, to: 'Archive', toUidValidity: '9' });
	expect(result.toUids).toHaveLength(1000);
	expect(result.problem).toMatchObject({ code: 'quota/full', status: 507 });
	expect(moves).toBe(2);
});

test('a move of which nothing was done is refused', async () => {
	server.replies.set('UID MOVE', refused);
	await expect(move(many)).rejects.toMatchObject({ code: 'quota/full' });
});

test('a server that needs a minute for large messages gets it', async () => {
	const asked = Promise.withResolvers<() => void>();
	server.replies.set('UID MOVE', (say, tag) => asked.resolve(() => say(`${copied('1')}${tag} OK done\r\n`)));
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	const moved = move([1 as Uid]);
	moved.catch(() => {});
	const answer = await asked.promise;
	await vi.advanceTimersByTimeAsync(90_000);
	answer();
	expect(await moved).toMatchObject({ done: 1 });
});

test('what could not go to Junk is not left behind marked as junk', async () => {
	server.replies.set('LIST', (say, tag) =>
		say(`* LIST () "/" INBOX\r\n* LIST (\\Junk) "/" Junk\r\n${tag} OK done\r\n`)
	);
	server.replies.set('UID MOVE', refused);
	const junk = { uidValidity: '7', choice: { uids: [1 as Uid] }, action: { kind: 'junk' } as const };
	await expect(act(account, INBOX, junk)).rejects.toMatchObject({ code: 'quota/full' });
	const stores = server.commands.filter((each) => each.includes('UID STORE'));
	expect(stores[0]).toContain('1 +FLAGS.SILENT ($Junk)');
	expect(stores.at(-1)).toContain('1 -FLAGS.SILENT ($Junk)');
});
