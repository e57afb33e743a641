import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startNames, type NameServer } from '../../bed/name-server.ts';
import { startRemoteHost, type RemoteHost } from '../../bed/remote-host.ts';
import { FORBIDDEN } from '../../bed/forbidden-addresses.ts';
import { guardedFetch, type FetchOptions } from '$lib/server/fetch/guarded';

/** Where the canary listens, which the operator of this test has opened; and one that is not opened. */
const OPEN = '127.77.1.1';
const CLOSED = '127.78.1.1';
const MAIL = '127.77.1.99';

let open: RemoteHost, closed: RemoteHost, mail: RemoteHost, names: NameServer;

beforeAll(async () => {
	[open, closed, mail] = (await Promise.all([OPEN, CLOSED, MAIL].map(startRemoteHost))) as [
		RemoteHost,
		RemoteHost,
		RemoteHost
	];
	names = await startNames({
		'pictures.test': () => [OPEN],
		'closed.test': () => [CLOSED],
		'mixed.test': () => [OPEN, '127.0.0.1'],
		'mixed6.test': () => [OPEN, '::1'],
		// First where it may, then where it may not: what was checked is what is used.
		'rebinding.test': (n) => (n === 0 ? [OPEN] : [CLOSED]),
		'127.0.0.1.nip.test': () => ['127.0.0.1'],
		'127-0-0-1.sslip.test': () => ['127.0.0.1'],
		'mapped.test': () => ['::ffff:127.0.0.1'],
		'nat64.test': () => ['64:ff9b::7f00:1'],
		'metadata.test': () => ['169.254.169.254'],
		'empty.test': () => [],
		'mail.test': () => [MAIL],
		'other-name-of-mail.test': () => [MAIL]
	});
	process.env.POSTERN_IMAP = 'imaps://mail.test';
	process.env.POSTERN_FETCH_ALLOW = '127.77.0.0/16';
	process.env.POSTERN_RESOLVER = names.address;
});
afterAll(() => Promise.all([open.end(), closed.end(), mail.end(), names.end()]));
beforeEach(() => {
	for (const host of [open, closed, mail]) host.visits.length = 0;
});

const get = (url: string, more: Partial<FetchOptions> = {}) => guardedFetch(url, { maxBytes: 1000, ...more });

/** All that a caller may learn of a failure. */
async function failure(url: string, more: Partial<FetchOptions> = {}): Promise<string> {
	const said = await get(url, more).then(
		() => 'answered',
		(problem: Error) => JSON.stringify({ ...problem, message: problem.message, cause: problem.cause })
	);
	return said;
}
const AWAY = JSON.stringify({ code: 'remote/away', name: 'Problem', message: 'remote/away' });

test('fetches as nobody in particular', async () => {
	open.on('/a.png', (response) => {
		response.writeHead(200, { 'content-type': 'Image/PNG; x=y', 'set-cookie': 'who=you' }).end('picture');
	});
	const answer = await get('http://pictures.test/a.png?u=1');
	expect(answer).toEqual({ status: 200, type: 'image/png', body: Buffer.from('picture') });
	await get('http://pictures.test/a.png');
	expect(open.visits.map(({ path }) => path)).toEqual(['/a.png?u=1', '/a.png']);
	expect(open.visits[1]?.headers).toEqual({
		host: 'pictures.test',
		connection: expect.any(String),
		'user-agent': 'Mozilla/5.0 (compatible; Postern)',
		'accept-encoding': 'identity'
	});
});

test('posts what it is given, and is told of a redirect without following it', async () => {
	open.on('/leave', (response) => {
		response.writeHead(302, { location: 'http://closed.test/' }).end();
	});
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const body = 'List-Unsubscribe=One-Click';
	expect((await get('http://pictures.test/leave', { method: 'POST', headers, body })).status).toBe(302);
	expect(open.visits[0]).toMatchObject({ method: 'POST', body, headers });
	expect(closed.visits).toEqual([]);
});

test('every spelling of a forbidden address is refused, all alike', async () => {
	const said = await Promise.all(FORBIDDEN.map(async (url) => [url, await failure(url)]));
	expect(said.filter(([, answer]) => answer !== AWAY)).toEqual([]);
});

test.each([
	...[
		'closed',
		'mixed',
		'mixed6',
		'127.0.0.1.nip',
		'127-0-0-1.sslip',
		'mapped',
		'nat64',
		'metadata',
		'empty'
	],
	...['mail', 'other-name-of-mail', 'no-such-name', 'closed.test.', 'mail.test.']
])('a name that leads where it must not: %s', async (name) => {
	expect(await failure(`http://${name.endsWith('.') ? name : `${name}.test`}/`)).toBe(AWAY);
	expect([...open.visits, ...closed.visits, ...mail.visits]).toEqual([]);
});

test('a name that changes its mind is connected to where it was checked', async () => {
	open.on('/r', (response) => response.end('here'));
	names.asked.length = 0;
	expect((await get('http://rebinding.test/r')).body.toString()).toBe('here');
	expect(names.asked.filter((name) => name === 'rebinding.test')).toHaveLength(2); // once for each family
	expect(await failure('http://rebinding.test/r')).toBe(AWAY);
	expect(closed.visits).toEqual([]);
});

describe('redirects', () => {
	const to = (path: string, location: string) =>
		open.on(path, (response) => response.writeHead(302, { location }).end());

	test('are followed three times', async () => {
		to('/1', '/2');
		to('/2', 'http://pictures.test/3');
		to('/3', '//pictures.test/4');
		to('/4', '/5');
		open.on('/5', (response) => response.end('five'));
		expect((await get('http://pictures.test/2')).body.toString()).toBe('five');
		open.visits.length = 0;
		expect(await failure('http://pictures.test/1')).toBe(AWAY);
		expect(open.visits.map(({ path }) => path)).toEqual(['/1', '/2', '/3', '/4']);
		expect(await failure('http://pictures.test/4', { maxRedirects: 0 })).toBe(AWAY);
	});

	test.each([
		...['http://closed.test/', 'http://127.78.1.1/', 'http://127.0.0.1/', '//127.0.0.1/', 'http://0x7f.1/'],
		...[
			'http://[::1]/',
			'http://mail.test/',
			'file:///etc/passwd',
			'http://pictures.test:25/',
			'\\\\127.78.1.1/'
		],
		...[
			'http:/\\127.78.1.1/',
			'/\\127.78.1.1/',
			'http://a@pictures.test/',
			'http://other.test\\@pictures.test/'
		]
	])('are checked anew: %s', async (location) => {
		to('/away', location);
		expect(await failure('http://pictures.test/away')).toBe(AWAY);
		expect(open.visits).toHaveLength(1);
		expect([...closed.visits, ...mail.visits]).toEqual([]);
	});
});

describe('an answer that does not end well', () => {
	test('too large, by its own word or by the octet', async () => {
		open.on('/says', (response) => response.writeHead(200, { 'content-length': '5000000' }).end('x'));
		open.on('/sends', (response) => {
			const more = setInterval(() => response.write('x'.repeat(400)), 5);
			response.on('close', () => clearInterval(more));
		});
		expect(await failure('http://pictures.test/says')).toBe(AWAY);
		expect(await failure('http://pictures.test/sends')).toBe(AWAY);
	});

	test('too slow: no head, no body, one octet at a time', async () => {
		open.on('/silent', () => {});
		open.on('/stalls', (response) => response.write('x'));
		open.on('/drips', (response) => {
			const more = setInterval(() => response.write('x'), 50);
			response.on('close', () => clearInterval(more));
		});
		const from = performance.now();
		const all = ['/silent', '/stalls', '/drips'].map((path) =>
			failure(`http://pictures.test${path}`, { timeoutMs: 600 })
		);
		expect(await Promise.all(all)).toEqual([AWAY, AWAY, AWAY]);
		expect(performance.now() - from).toBeLessThan(5000);
	});

	test('broken off, and a head without end', async () => {
		open.on('/breaks', (response) => {
			response.writeHead(200, { 'content-length': '100' });
			response.write('x', () => response.socket?.destroy());
		});
		open.on('/head', (response) => response.writeHead(200, { 'x-long': 'x'.repeat(60_000) }).end());
		expect(await failure('http://pictures.test/breaks')).toBe(AWAY);
		expect(await failure('http://pictures.test/head')).toBe(AWAY);
	});

	test('packed: it stays packed, however much would come out', async () => {
		const bomb = gzipSync(Buffer.alloc(500_000));
		open.on('/bomb', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
		expect((await get('http://pictures.test/bomb')).body).toEqual(bomb);
	});
});
