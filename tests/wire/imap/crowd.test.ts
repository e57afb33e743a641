import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { FolderPath } from '$lib/mail/ids';
import type { Sort } from '$lib/mail/summary';
import { closeAll } from '$lib/server/imap/close';
import * as messages from '$lib/server/imap/messages';
import { withConnection } from '$lib/server/imap/pool';
import { watch } from '$lib/server/imap/watch';
import { row, ScriptedServer } from './scripted-server.ts';

const imap = vi.hoisted(() => ({ host: '127.0.0.1', port: 0, tls: 'plain' }));
vi.mock('$lib/server/config', () => ({ config: () => ({ imap }) }));

const INBOX = 'INBOX' as FolderPath;
let server: ScriptedServer;
let people = 0;
let user = '';

const someone = (password = 'pw') => {
	const address = user;
	return {
		address,
		admin: false,
		credential: () => ({ kind: 'password' as const, user: address, password })
	};
};
const page = (from: number, count: number, sort: Sort = 'arrival') =>
	messages.page(someone(), INBOX, {
		from,
		count,
		order: { sort, descending: true },
		withSize: false,
		query: ''
	});

beforeAll(async () => {
	server = await ScriptedServer.start();
	imap.port = server.port;
});
beforeEach(() => {
	server.wellBehaved();
	user = `c${people++}@x.test`;
});
afterEach(() => closeAll());
afterAll(() => server.stop());

/** A folder of so many messages, UIDs as sequence numbers, that answers for what is asked. */
function folderOf(total: number): void {
	const select = `* ${total} EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT ${total + 1}] ok\r\n`;
	server.replies.set('SELECT', (say, tag) => say(`${select}${tag} OK done\r\n`));
	for (const name of ['FETCH', 'UID FETCH']) {
		server.replies.set(name, (say, tag) => {
			const ranges = / (?:UID )?FETCH (\S+) /i.exec(server.commands.at(-1) ?? '')?.[1] ?? '';
			for (const range of ranges.split(',')) {
				const [low = 0, high = low] = range.split(':').map(Number);
				for (let uid = low; uid <= high; uid++) say(`* ${row(uid, uid)}\r\n`);
			}
			say(`${tag} OK done\r\n`);
		});
	}
}

test('whoever waits for a connection is told when none can be made', async () => {
	server.greeting = '* BYE full\r\n';
	const asked = Array.from({ length: 8 }, () => withConnection(someone(), async () => 'served'));
	const ends = await Promise.allSettled(asked);
	expect(ends.map((end) => end.status)).toEqual(Array(8).fill('rejected'));
});

test('a session with an old password does not use the connections of the new one', async () => {
	server.replies.set('LOGIN', (say, tag) => {
		const right = server.commands.at(-1)?.includes('new-password');
		say(right ? `${tag} OK done\r\n` : `${tag} NO [AUTHENTICATIONFAILED] no\r\n`);
	});
	const served = async () => 'served';
	expect(await withConnection(someone('new-password'), served)).toBe('served');
	await expect(withConnection(someone('old-password'), served)).rejects.toMatchObject({ code: 'auth/wrong' });
	expect(await withConnection(someone('new-password'), served)).toBe('served');
});

test('a window is whole although its rows push each other out of the memory', async () => {
	folderOf(4300);
	for (let from = 4000; from >= 0; from -= 200) await page(from, 200);
	// Half of this window is forgotten by now, and the other half is the next to go.
	expect((await page(3900, 200)).rows).toHaveLength(200);
});

test('one message gone and one come: the sorted list shows it', async () => {
	const capabilities = 'IMAP4rev1 UIDPLUS MOVE SORT';
	server.greeting = `* OK [CAPABILITY ${capabilities}] ready\r\n`;
	server.replies.set('CAPABILITY', (say, tag) => say(`* CAPABILITY ${capabilities}\r\n${tag} OK done\r\n`));
	folderOf(2);
	server.replies.set('UID SORT', (say, tag) => say(`* SORT 1 2\r\n${tag} OK done\r\n`));
	expect((await page(0, 10, 'date')).rows.map((each) => each.uid)).toEqual([1, 2]);
	server.replies.set('NOOP', (say, tag) => say(`* 1 EXPUNGE\r\n* 2 EXISTS\r\n${tag} OK done\r\n`));
	server.replies.set('FETCH', (say, tag) => say(`* 2 FETCH (UID 3)\r\n${tag} OK done\r\n`));
	server.replies.set('UID SORT', (say, tag) => say(`* SORT 2 3\r\n${tag} OK done\r\n`));
	expect((await page(0, 10, 'date')).rows.map((each) => each.uid)).toEqual([2, 3]);
});

test('too many connections are no wrong password', async () => {
	server.replies.set('LOGIN', (say, tag) => say(`${tag} NO [LIMIT] Too many connections.\r\n`));
	const asked = withConnection(someone(), async () => 'served');
	await expect(asked).rejects.toMatchObject({ code: 'server/refused', detail: 'Too many connections.' });
});

test('an event stream ends for good, and with it the session, when the password is refused', async () => {
	server.replies.set('LOGIN', (say, tag) => say(`${tag} NO [AUTHENTICATIONFAILED] no\r\n`));
	const refused = await new Promise((resolve) => watch(someone(), () => {}, null, resolve));
	expect(refused).toBe(true);
});

test('work that nobody waits for never takes the last connection', async () => {
	const ends: (() => void)[] = [];
	const long = () => new Promise<void>((end) => ends.push(end));
	const jobs = [withConnection(someone(), long, { background: true })];
	jobs.push(withConnection(someone(), long, { background: true }));
	await expect.poll(() => ends.length).toBe(2);
	jobs.push(withConnection(someone(), long, { background: true }));
	expect(await withConnection(someone(), async () => 'served')).toBe('served');
	expect(await withConnection(someone(), async () => 'served again')).toBe('served again');
	expect(ends).toHaveLength(2);
	for (const end of ends.splice(0)) end();
	await expect.poll(() => ends.length).toBe(1);
	ends[0]?.();
	await Promise.all(jobs);
});
