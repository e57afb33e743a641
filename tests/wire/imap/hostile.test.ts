import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { closeAll } from '$lib/server/imap/close';
import * as folders from '$lib/server/imap/folders';
import * as messages from '$lib/server/imap/messages';
import * as parts from '$lib/server/imap/parts';
import { verify } from '$lib/server/imap/pool';
import { byMessageId } from '$lib/server/imap/search';
import { Problem } from '$lib/server/problem';
import { ScriptedServer, type Reply } from './scripted-server.ts';

const imap = vi.hoisted(() => ({ host: '127.0.0.1', port: 0, tls: 'plain' }));
vi.mock('$lib/server/config', () => ({ config: () => ({ imap }) }));

const INBOX = 'INBOX' as FolderPath;
const request = {
	from: 0,
	count: 50,
	order: { sort: 'arrival', descending: true },
	withSize: false,
	query: ''
} as const;
let server: ScriptedServer;
let people = 0;
let account = someone();

function someone() {
	const user = `p${people++}@x.test`;
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

const page = (path = INBOX) => messages.page(account, path, request);
const list = async () => (await page()).rows.map((each) => each.subject);

test('the scripted server is one that we can read', async () => {
	expect(await list()).toEqual(['row 2', 'row 1']);
	expect((await folders.list(account)).map((each) => each.path)).toEqual(['INBOX']);
});

/** Says something again and again until the client hangs up. */
const endlessly =
	(text: string, before = ''): Reply =>
	(say, _tag, socket) => {
		say(before);
		const more = () => {
			while (!socket.destroyed && socket.write(text));
			if (!socket.destroyed) socket.once('drain', more);
		};
		more();
	};
const saying =
	(text: string): Reply =>
	(say, tag) =>
		say(`${text}\r\n${tag} OK done\r\n`);

describe('what a hostile server says in a FETCH is a Problem, soon, in little memory, and the next look works', () => {
	const cases: [string, Reply][] = [
		['a literal of 2^63', (say) => say('* 1 FETCH (BODY[] {9223372036854775808}\r\nxxxx')],
		['a literal of a hundred digits', (say) => say(`* 1 FETCH (BODY[] {${'9'.repeat(100)}}\r\nxxxx`)],
		['an endless literal', endlessly('x'.repeat(65_536), '* 1 FETCH (BODY[] {4000000000}\r\n')],
		['parentheses 100,000 deep', saying(`* 1 FETCH ${'('.repeat(100_000)}${')'.repeat(100_000)}`)],
		['a line without end', endlessly('x'.repeat(65_536), '* 1 FETCH (FLAGS (')],
		['rows without end', endlessly(`* 1 FETCH (UID 1 FLAGS (${'a '.repeat(50_000)}x))\r\n`)],
		['an unfinished string', saying('* 1 FETCH (UID 1 FLAGS "abc')],
		['a list that is not closed', saying('* 1 FETCH (UID 1 FLAGS (')],
		[
			'BYE in the middle',
			(say, _tag, socket) => {
				say('* 1 FETCH (UID 1 FLAGS ())\r\n* BYE tired\r\n');
				socket.end();
			}
		],
		['nothing but an end', (_say, _tag, socket) => socket.destroy()]
	];
	test.each(cases)('%s', { timeout: 40_000 }, async (_name, reply) => {
		server.replies.set('FETCH', reply);
		const before = process.memoryUsage().rss;
		const started = Date.now();
		await expect(page()).rejects.toBeInstanceOf(Problem);
		expect(Date.now() - started).toBeLessThan(20_000);
		expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
		server.wellBehaved();
		expect(await list()).toEqual(['row 2', 'row 1']);
	});
});

describe('nonsense that can be passed over is passed over', () => {
	const cases: [string, string][] = [
		['NUL bytes', '\0\0\0* OK hm\0\r\n* 1 FETCH (UID 1 FLAGS ())'],
		['a row without a UID', '* 1 FETCH (FLAGS (\\Seen))'],
		['a row with a UID of 2^40', '* 1 FETCH (UID 1099511627776 FLAGS ())'],
		['a row without parentheses', '* 1 FETCH'],
		['unknown responses', '* FNORD 1 2 3\r\n* 5 FNORD\r\n* \r\n*'],
		['tags nobody has sent', 'zz9 OK all done\r\nQ NO never']
	];
	test.each(cases)('%s', async (_name, text) => {
		server.replies.set('FETCH', saying(text));
		expect((await page()).rows.length).toBeLessThanOrEqual(1);
		server.wellBehaved();
		expect(await list()).toEqual(['row 2', 'row 1']);
	});
});

test('a count of messages beyond 32 bits is no count', async () => {
	server.replies.set('SELECT', saying('* 2 EXISTS\r\n* 4294967296 EXISTS\r\n* OK [UIDVALIDITY 7] x'));
	await expect(page()).rejects.toBeInstanceOf(Problem);
});

test('a command that is never answered is cut and the connection thrown away', async () => {
	expect(await list()).toEqual(['row 2', 'row 1']);
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	server.replies.set('NOOP', (say) => say('zz9 OK wrong tag\r\n'));
	const outcome = expect(page()).rejects.toMatchObject({ code: 'server/slow' });
	await vi.advanceTimersByTimeAsync(31_000);
	await outcome;
	vi.useRealTimers();
	server.wellBehaved();
	const connections = server.connections;
	expect(await list()).toEqual(['row 2', 'row 1']);
	expect(server.connections).toBe(connections + 1);
});

test('folder names are text, whatever they hold, and those with line breaks are none', async () => {
	const names = [
		'../../etc/passwd',
		'<img src=x onerror=alert(1)>',
		'&AGE',
		'&&&',
		'a&-b',
		'__proto__',
		'constructor'
	];
	const quoted = names.map((name) => `* LIST () "/" "${name}"\r\n`).join('');
	server.replies.set(
		'LIST',
		saying(
			`${quoted}* LIST () "/" {6}\r\na\r\nb\0c\r\n* LIST (\\Sent) "" ""\r\n* LIST\r\n* LIST () NIL "flat"`
		)
	);
	const found = (await folders.list(account)).map((each) => each.path as string);
	for (const name of ['<img src=x onerror=alert(1)>', '&AGE', 'a&b', '__proto__', 'constructor', 'flat'])
		expect(found).toContain(name);
	expect(found.every((path) => !/\p{Cc}/u.test(path))).toBe(true);
});

test('sign-in tells wrong, refused and away apart, and never sends a password twice', async () => {
	server.replies.set('LOGIN', (say, tag) => say(`${tag} NO [AUTHENTICATIONFAILED] <b>no</b>\r\n`));
	await expect(verify(account.credential())).rejects.toMatchObject({
		code: 'auth/wrong',
		detail: '<b>no</b>'
	});
	server.replies.set('LOGIN', (say, tag) => say(`${tag} NO [UNAVAILABLE] later\r\n`));
	await expect(verify(account.credential())).rejects.toMatchObject({ code: 'server/away' });
	server.commands.length = 0;
	server.replies.set('LOGIN', (_say, _tag, socket) => socket.destroy());
	await expect(verify(account.credential())).rejects.toMatchObject({ code: 'server/away' });
	expect(server.commands.filter((command) => / LOGIN /.test(command))).toHaveLength(1);
	server.greeting = '* BYE full\r\n';
	await expect(verify(account.credential())).rejects.toMatchObject({ code: 'server/away' });
});

test('what a server says is text of at most 500 characters', async () => {
	server.replies.set('SELECT', (say, tag) =>
		say(`${tag} NO [OVERQUOTA] ${'<b>\u001b[31m'.repeat(1000)}\r\n`)
	);
	const problem = (await page().catch((error: unknown) => error)) as Problem;
	expect(problem).toMatchObject({ code: 'quota/full' });
	expect(problem.detail?.length).toBeLessThanOrEqual(500);
	expect(problem.detail).not.toMatch(/\p{Cc}/u);
	expect(JSON.stringify(problem.toBody())).not.toContain('pw');
});

describe('what a person typed ends no command and begins none (security I1)', () => {
	const PAYLOADS = [
		'a\r\nx9 LOGOUT',
		'a\nx9 LOGOUT',
		'a\0b',
		'a" x9 LOGOUT "',
		'a\\" b',
		'{5+}\r\nhello',
		'{5}',
		'ü\r\nx9 DELETE INBOX',
		'(a) b',
		'*',
		'%',
		'~',
		'\\',
		'"',
		'\u2028x9 LOGOUT',
		'\ud800'
	];
	test.each(PAYLOADS)('%j', async (payload) => {
		await messages.page(account, INBOX, { ...request, query: payload }).catch(() => undefined);
		await messages.page(account, INBOX, { ...request, query: `subject:"${payload}"` }).catch(() => undefined);
		await byMessageId(account, INBOX, `<${payload}@x>`).catch(() => undefined);
		await folders.create(account, payload as FolderPath).catch(() => undefined);
		await page(payload as FolderPath).catch(() => undefined);
		await parts.readHeaders(account, INBOX, 1 as Uid, payload as never, 100).catch(() => undefined);
		for (const command of server.commands) {
			expect(command).toMatch(/^[0-9A-F]+ [A-Z]+/);
			const outside = command.replace(/\{(\d+)\+?\}\r\n[\s\S]*/, '');
			expect(outside).not.toMatch(/[\r\n\0]/);
		}
	});
});
