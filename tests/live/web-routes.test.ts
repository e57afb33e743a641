import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freshAccount } from '../bed/accounts.ts';
import { ask, signInBare } from '../bed/bare-http.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';
import { builtRoutes, type BuiltRoute } from '../bed/routes.ts';

let product: BedProduct;
let origin: string;
let cookie: string;
let routes: BuiltRoute[];

beforeAll(async () => {
	product = await startProduct(inject('mailServer'));
	origin = product.facts.origin;
	routes = await builtRoutes();
	({ cookie } = await signInBare(origin, await freshAccount(inject('mailServer'), 'routes')));
});
afterAll(async () => void (await product?.end()));

/** Without a session, and with one. */
const either = (): Record<string, string>[] => [{}, { cookie }];

test('the walk has something to walk', () => {
	expect(routes.length).toBeGreaterThan(15);
	expect(cookie).toMatch(/^__Host-postern=[\w-]{43}$/);
});

describe('a write that no page of ours sent', () => {
	const bodies = [
		['application/json', '{}'],
		['application/x-www-form-urlencoded', 'a=b'],
		['text/plain', '{}'],
		['multipart/form-data; boundary=x', '--x--']
	] as const;
	const senders = {
		'says nothing about itself': {},
		'has a foreign origin': { origin: 'https://evil.example' },
		'is cross-site': { 'sec-fetch-site': 'cross-site' },
		'comes from a neighbour': { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' }
	};
	test.each(Object.entries(senders))('%s: 403 on every route, cookie or not', async (_what, sender) => {
		for (const { id, path } of routes) {
			for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
				for (const [type, body] of bodies) {
					for (const cookies of either()) {
						const headers = { 'content-type': type, ...sender, ...cookies };
						const answer = await ask(origin, path, { method, headers, body });
						// The two probes have no state and no method but GET.
						const allowed = ['/healthz', '/readyz'].includes(id) ? [403, 405] : [403];
						expect(allowed, `${method} ${id} ${type}`).toContain(answer.status);
					}
				}
			}
		}
		expect((await ask(origin, '/api/session', { headers: { cookie } })).status).toBe(200);
	});
});

test('no GET signs anybody out', async () => {
	for (const { path, methods } of routes) {
		if (methods.includes('GET') && path !== '/api/events') await ask(origin, path, { headers: { cookie } });
	}
	await ask(origin, '/logout', { headers: { cookie } });
	expect((await ask(origin, '/api/session', { headers: { cookie } })).status).toBe(200);
});

test('another site that embeds an address sees the same whatever is there', async () => {
	const answers = new Set<string>();
	for (const path of ['/mail/INBOX', '/mail/nothing', '/api/folders', '/api/session', '/nowhere', '/login']) {
		for (const cookies of either()) {
			for (const dest of ['image', 'iframe', 'script', 'empty']) {
				const headers = {
					'sec-fetch-site': 'cross-site',
					'sec-fetch-mode': 'no-cors',
					'sec-fetch-dest': dest,
					...cookies
				};
				const { status, text } = await ask(origin, path, { headers });
				answers.add(`${status} ${text}`);
			}
		}
	}
	expect([...answers]).toHaveLength(1);
	expect([...answers][0]).toContain('403');
});

test('every answer carries the headers that close the page off', async () => {
	const asset = /\/_app\/immutable\/[^"' ]+\.js/.exec((await ask(origin, '/login')).text)![0];
	const paths = [
		...routes.map(({ path }) => path),
		'/nowhere',
		'/api/nowhere',
		'/icon.svg',
		asset,
		'/%',
		'/_app/none.js'
	];
	for (const path of paths.filter((path) => path !== '/api/events')) {
		for (const cookies of either()) {
			const { headers, status } = await ask(origin, path, { headers: cookies });
			const where = `${path} ${status}`;
			expect(headers['cross-origin-opener-policy'], where).toBe('same-origin');
			expect(headers['cross-origin-resource-policy'], where).toBe('same-origin');
			expect(headers['referrer-policy'], where).toBe('no-referrer');
			expect(headers['x-content-type-options'], where).toBe('nosniff');
			expect(headers['permissions-policy'], where).toContain('camera=()');
			const policy = String(headers['content-security-policy']);
			expect(policy, where).toMatch(/default-src 'none'/);
			expect(policy, where).toMatch(
				path.startsWith('/frame/') ? /frame-ancestors '(self|none)'/ : /frame-ancestors 'none'/
			);
			expect(policy, where).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
			// The empty frame around a message holds no mail, nor does what every mail program may ask.
			if (!/^\/(_app|icon|frame)|config-v1\.1\.xml$/.test(path))
				expect(headers['cache-control'], where).toContain('no-store');
		}
	}
	expect((await ask(origin, asset)).headers['cache-control']).toBe('public,max-age=31536000,immutable');
});

test('pages run scripts by nonce alone, a new one each time, under Trusted Types', async () => {
	const policies = [await ask(origin, '/login'), await ask(origin, '/login')].map(({ headers, text }) => {
		const policy = String(headers['content-security-policy']);
		const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
		expect(text).toContain(`nonce="${nonce}"`);
		expect(policy).toContain("require-trusted-types-for 'script'");
		expect(policy).toContain("'strict-dynamic'");
		expect(policy).toContain("base-uri 'none'");
		expect(policy).toContain("form-action 'self'");
		expect(policy).toContain("connect-src 'self'");
		return nonce;
	});
	expect(policies[0]).not.toBe(policies[1]);
});
