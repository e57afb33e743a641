import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { RULES, type Rule } from '$lib/server/auth/guard';
import { closeDatabase } from '$lib/server/store/database';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { ask, cookiesOf, signInBare, type BareAnswer } from '../bed/bare-http.ts';
import { giveApp, shareStore } from '../bed/factors.ts';
import { letter } from '../bed/letters.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';
import { builtRoutes, pathOf, type BuiltRoute } from '../bed/routes.ts';

/** Every route that was built, and every form on it, with every kind of cookie that is not a whole session. */
const mail = inject('mailServer');
const data = mkdtempSync(join(tmpdir(), 'postern-walk-'));
let product: BedProduct;
let origin: string;
let routes: BuiltRoute[];

const start = () => startProduct(mail, { data, ...(product ? { port: product.facts.port } : {}) });
beforeAll(async () => {
	product = await start();
	({ origin } = product.facts);
	routes = await builtRoutes();
	await shareStore(data);
});
afterAll(async () => {
	await closeDatabase();
	await product?.end();
});

/** What a route is asked with in the walk. */
interface Step {
	readonly id: string;
	readonly rule: Rule;
	readonly method: string;
	readonly answer: BareAnswer;
}

/** Asks all routes for all they answer to. Streams that open are not waited for. */
async function walk(cookie: string, samples: Record<string, string> = {}): Promise<Step[]> {
	const steps: Step[] = [];
	for (const { id, methods, actions } of routes) {
		const path = pathOf(id, samples);
		const asked = [
			...methods.map((method) => [method, path] as const),
			...actions.map((name) => ['POST', `${path}?/${name}`] as const)
		];
		for (const [method, where] of asked) {
			const safe = method === 'GET' || method === 'HEAD';
			const form = method === 'POST' && !id.startsWith('/api/');
			const answer = await ask(origin, where, {
				method,
				headers: {
					origin,
					accept: form || safe ? 'text/html' : 'application/json',
					...(cookie ? { cookie } : {}),
					...(safe ? {} : { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' })
				},
				...(safe ? {} : { body: form ? 'a=b' : '{}' })
			});
			steps.push({ id, rule: RULES[id]!, method: `${method} ${where}`, answer });
		}
	}
	return steps;
}

/** The answer of a route that did not even look at the request. */
const refusedAs =
	(code: string, page: string) =>
	({ id, answer }: Step) =>
		id.startsWith('/api/')
			? answer.text.includes(`"${code}"`)
			: answer.status === 303 && answer.headers.location?.startsWith(page);

const signedOut = refusedAs('auth/expired', '/login?next=');

test('every route is in the table, and the table has no other', () => {
	const built = routes.map(({ id }) => id);
	expect(built.filter((id) => !(id in RULES))).toEqual([]);
	expect(Object.keys(RULES).filter((id) => !built.includes(id))).toEqual([]);
	expect(built.length).toBeGreaterThan(60);
	expect(routes.flatMap(({ actions }) => actions).length).toBeGreaterThan(4);
});

test('few routes are open, and none of them shows mail or changes an account', () => {
	const open = Object.keys(RULES).filter((id) => RULES[id] === 'open');
	expect(open.sort()).toEqual([
		'/[x+2e]well-known/autoconfig/mail/config-v1.1.xml',
		'/api/session',
		'/api/session/passkey',
		'/api/session/passkey/options',
		'/api/session/second',
		'/healthz',
		'/login',
		'/logout',
		'/mail/config-v1.1.xml',
		'/readyz'
	]);
});

describe('only the open routes answer', () => {
	async function cookies(): Promise<Record<string, string>> {
		const owner = await freshAccount(mail, 'walk');
		const { cookie: ended } = await signInBare(origin, owner);
		await ask(origin, '/logout', { method: 'POST', headers: { origin, cookie: ended } });
		await giveApp(owner.address);
		const { answer } = await signInBare(origin, owner);
		const half = cookiesOf(answer)['__Host-postern-half']!;
		expect(half).toMatch(/^[\w-]{43}$/);
		return {
			'no cookie': '',
			'the cookie of a half session': `__Host-postern-half=${half}`,
			'a half session in the place of a session': `__Host-postern=${half}`,
			'a session that was ended': ended,
			'a cookie that somebody made up': `__Host-postern=${randomBytes(32).toString('base64url')}`,
			'a trusted browser and a known one': `__Host-postern-trust=${'A'.repeat(43)}; __Host-postern-known=a.b`
		};
	}

	test('with no cookie, half a session, one that ended, or one made up', async () => {
		for (const [what, cookie] of Object.entries(await cookies())) {
			for (const step of await walk(cookie)) {
				const where = `${what}: ${step.method} ${step.answer.status}`;
				expect(cookiesOf(step.answer)['__Host-postern'] ?? '', where).toBe('');
				if (step.rule === 'open') expect(step.answer.status, where).toBeLessThan(500);
				else expect(signedOut(step), where).toBe(true);
			}
		}
	});
});

/** Leaves things of an account that another must not see, each with `mark` in it. */
async function furnish(
	owner: BedAccount,
	mark: string
): Promise<{ cookie: string; samples: Record<string, string> }> {
	await owner.append(letter({ subject: mark, text: mark }));
	const { cookie } = await signInBare(origin, owner);
	const send = (method: string, path: string, body: unknown) =>
		ask(origin, path, {
			method,
			headers: { origin, cookie, 'content-type': 'application/json' },
			body: JSON.stringify(body)
		});
	const made = JSON.parse(
		(await send('POST', '/api/security/app-passwords', { name: mark, services: ['imap'] })).text
	) as { id: string };
	await send('PUT', '/api/settings', { signature: mark });
	return { cookie, samples: { uid: '1', id: made.id, address: owner.address } };
}

test('with another account’s session nothing of an account is seen, and all of it stays', async () => {
	const mark = `secret${randomBytes(6).toString('hex')}`;
	const ada = await freshAccount(mail, 'ada');
	const { cookie: hers, samples } = await furnish(ada, mark);
	const ben = await freshAccount(mail, 'ben');
	const { cookie: his } = await signInBare(origin, ben);
	// His own session ends on the way, by its own sign-out; the stream would never end.
	const all = routes;
	routes = all.filter(({ id }) => !['/logout', '/api/events'].includes(id));
	const steps = await walk(his, samples).finally(() => (routes = all));
	for (const { method, rule, answer } of steps) {
		const where = `${method} ${answer.status}`;
		expect(answer.text, where).not.toContain(mark);
		expect(answer.text.includes(ada.address) && answer.status < 300, where).toBe(false);
		if (rule === 'admin') expect([403, 303], where).toContain(answer.status);
		if (rule === 'admin' && answer.status === 303)
			expect(answer.headers.location, where).toMatch(/^\/(prove|settings)/);
	}
	const passwords = await ask(origin, '/api/security/app-passwords', { headers: { cookie: hers } });
	expect(passwords.text).toContain(mark);
	const message = await ask(origin, '/api/folders/INBOX/messages/1', { headers: { cookie: hers } });
	expect(message.text).toContain(mark);
	expect((await signInBare(origin, ada)).answer.status).toBe(204);
});

test('who must set up a factor first can do that, and nothing else', async () => {
	const owner = await freshAccount(mail, 'enrol');
	await owner.append(letter({ subject: 'not yet' }));
	const { cookie } = await signInBare(origin, owner);
	expect((await ask(origin, '/api/folders', { headers: { cookie } })).status).toBe(200);
	await product.end();
	const db = new Sqlite(join(data, 'postern.db'));
	const put = db.prepare('INSERT OR REPLACE INTO policy VALUES (?, ?)');
	put.run('secondFactor', '"required"');
	put.run('graceDays', '0');
	db.close();
	product = await start();
	const all = routes;
	routes = all.filter(({ id }) => id !== '/logout');
	const steps = await walk(cookie).finally(() => (routes = all));
	const enrol = refusedAs('auth/enrol', '/settings/security');
	for (const step of steps) {
		const where = `${step.method} ${step.answer.status}`;
		expect(step.answer.text, where).not.toContain('not yet');
		if (step.rule === 'open') continue;
		expect(enrol(step), where).toBe(!step.rule.startsWith('enrol'));
	}
	// A new session is no way around it.
	const again = await signInBare(origin, owner);
	expect(again.answer.status).toBe(204);
	expect((await ask(origin, '/api/folders', { headers: { cookie: again.cookie } })).text).toContain(
		'auth/enrol'
	);
});
