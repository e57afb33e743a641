import { connect } from 'node:net';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ask, signInBare } from '../bed/bare-http.ts';
import { freshAccount } from '../bed/accounts.ts';
import { HttpSession } from '../bed/http-session.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

let product: BedProduct;
let origin: string;

beforeAll(async () => {
	product = await startProduct(inject('mailServer'));
	origin = product.facts.origin;
});
afterAll(async () => void (await product?.end()));

test.each(['evil.example', 'localhost', 'localhost:1', '127.0.0.1'])(
	'asked under the name %j it answers 421 and names itself',
	async (host) => {
		for (const path of ['/login', '/icon.svg', '/api/session', '/mail/INBOX']) {
			const answer = await ask(origin, path, { headers: { host } });
			expect(answer.status).toBe(421);
			expect(answer.text).not.toContain('evil');
		}
	}
);

test('the probes answer under any name', async () => {
	expect((await ask(origin, '/healthz', { headers: { host: '10.0.0.9:8080' } })).status).toBe(200);
	expect((await ask(origin, '/readyz', { headers: { host: '10.0.0.9:8080' } })).status).toBe(200);
});

test('forwarded headers of a stranger change neither links nor the counted address', async () => {
	const answer = await ask(origin, '/mail/INBOX', {
		headers: {
			'x-forwarded-host': 'evil.example',
			'x-forwarded-proto': 'https',
			forwarded: 'host=evil.example'
		}
	});
	expect(JSON.stringify(answer)).not.toContain('evil');
});

test('a body over the limit is refused before it is read', async () => {
	const { cookie } = await signInBare(origin, await freshAccount(inject('mailServer'), 'limits'));
	const headers = { cookie, origin, 'content-type': 'application/json' };
	const large = await ask(origin, '/api/settings', {
		method: 'PUT',
		headers: { ...headers, 'content-length': String(600 * 1024) }
	}).catch((error: Error) => error);
	expect(large).toMatchObject({ status: 413 });
	const fits = await ask(origin, '/api/settings', { method: 'PUT', headers, body: '{}' });
	expect(fits.status).toBe(200);
	const lies = await ask(origin, '/api/settings', { method: 'PUT', headers, body: `"${'x'.repeat(9000)}"` });
	expect(lies.status).toBe(413);
});

test('a header over the limit is refused', async () => {
	const answer = await ask(origin, '/login', { headers: { 'x-long': 'x'.repeat(20_000) } });
	expect(answer.status).toBe(431);
	expect(answer.headers['x-content-type-options']).toBe('nosniff');
});

test.each(['\x16\x03\x01 hello', 'GET / HTTP/9.9\r\n\r\n', 'GET /login HTTP/1.1\r\nhost : x\r\n\r\n'])(
	'what is no HTTP is refused and closed: %j',
	async (bytes) => {
		const { hostname, port } = new URL(origin);
		const answer = await new Promise<string>((resolve) => {
			let text = '';
			const socket = connect(Number(port), hostname, () => socket.write(bytes));
			socket.on('data', (chunk) => (text += String(chunk)));
			socket.on('error', () => {});
			socket.on('close', () => resolve(text));
		});
		expect(answer).toMatch(/^HTTP\/1.1 400 /);
		expect(answer).toContain("default-src 'none'");
	}
);

/** Sends the head, then one byte each `every` ms; resolves to the ms until the server cut the connection. */
function trickle(head: string, every: number): Promise<number> {
	const { hostname, port } = new URL(origin);
	return new Promise((resolve) => {
		const from = performance.now();
		const socket = connect(Number(port), hostname, () => socket.write(head));
		const timer = setInterval(() => socket.write('x'), every);
		socket.resume();
		socket.on('error', () => {});
		socket.on('close', () => {
			clearInterval(timer);
			resolve(performance.now() - from);
		});
	});
}

test(
	'senders of one byte each 10 s are cut within a minute, in body and in headers',
	{ timeout: 90_000 },
	async () => {
		const { host } = new URL(origin);
		const post = (length: number) =>
			`POST /api/session HTTP/1.1\r\nhost: ${host}\r\norigin: ${origin}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
		const times = await Promise.all([
			trickle(post(8000), 10_000),
			trickle(`GET /login HTTP/1.1\r\nhost: ${host}\r\nx-slow: `, 10_000)
		]);
		for (const ms of times) expect(ms).toBeLessThan(65_000);
		expect((await ask(origin, '/healthz')).status).toBe(200);
	}
);

/** Octets over the wire of all scripts that a page needs before it works: what it names, and what those import. */
async function scriptOctets(session: HttpSession, path: string): Promise<number> {
	const page = await session.request(path);
	const named = `${JSON.stringify(page.headers.link ?? '')}${page.body.toString()}`;
	const wanted = new Set([...named.matchAll(/_app\/immutable\/[\w./-]+\.js/g)].map(([found]) => `/${found}`));
	let octets = 0;
	// A set that grows while it is walked is walked to its end.
	for (const script of wanted) {
		const { body, wire, status } = await session.request(script);
		expect(status, script).toBe(200);
		octets += wire;
		for (const [, to = ''] of body.toString().matchAll(/(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)) {
			wanted.add(new URL(to, `http://localhost${script}`).pathname);
		}
	}
	return octets;
}

test.each(['/login', '/mail/INBOX'])('%s works with no more than 120 KB of script', async (path) => {
	const account = await freshAccount(inject('mailServer'));
	const session = path === '/login' ? new HttpSession(origin) : await HttpSession.signedIn(origin, account);
	try {
		const octets = await scriptOctets(session, path);
		expect(octets).toBeGreaterThan(20 * 1024);
		expect(octets).toBeLessThan(120 * 1024);
	} finally {
		session.close();
	}
});
