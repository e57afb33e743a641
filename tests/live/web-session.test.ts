import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { ask, signInBare } from '../bed/bare-http.ts';
import { freePort } from '../bed/mail-server.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

const mail = inject('mailServer');
const data = mkdtempSync(join(tmpdir(), 'postern-session-'));
let product: BedProduct;
let origin: string;
let ada: BedAccount;

beforeAll(async () => {
	product = await startProduct(mail, { data });
	origin = product.facts.origin;
	ada = await freshAccount(mail, 'session');
});
afterAll(async () => void (await product?.end()));

const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
	ask(origin, path, {
		method: 'POST',
		headers: {
			origin: 'null',
			'sec-fetch-site': 'same-origin',
			accept: 'text/html',
			'content-type': 'application/x-www-form-urlencoded',
			...headers
		},
		body: new URLSearchParams(fields).toString()
	});

test('the form works without scripts and leads back to where one was', async () => {
	const closed = await ask(origin, '/compose?to=ben');
	expect(closed.status === 303 ? closed.headers.location : '/login?next=%2Fcompose%3Fto%3Dben').toBe(
		'/login?next=%2Fcompose%3Fto%3Dben'
	);
	const page = await ask(origin, '/login?next=%2Fcompose%3Fto%3Dben');
	const action = /<form[^>]*action="(\?\/signIn[^"]*)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
	const answer = await form(`/login${action}`, { address: ada.address, password: ada.password });
	expect(answer.status).toBe(303);
	expect(answer.headers.location).toBe('/compose?to=ben');
});

test('the cookie is bound, hidden and of the session; ticked it lasts 30 days', async () => {
	const cookieOf = async (fields: Record<string, string>) => {
		const answer = await form('/login?/signIn', { address: ada.address, password: ada.password, ...fields });
		return answer.headers['set-cookie']!.find((line) => line.startsWith('__Host-postern='))!;
	};
	const brief = await cookieOf({});
	for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(brief).toContain(part);
	expect(brief).not.toMatch(/Max-Age|Expires|Domain/i);
	expect(await cookieOf({ stay: 'on' })).toContain(`Max-Age=${30 * 86_400}`);
});

test('wrong address, wrong password and impossible ones: one answer', async () => {
	const answers = [];
	for (const [address, password] of [
		[ada.address, 'wrong'],
		['nobody-here@demo.test', 'wrong'],
		['nobody@nowhere.test', 'wrong'],
		[ada.address, ''],
		['a"b@demo.test', 'x\r\nA1 LOGOUT']
	] as const) {
		const { answer, cookie } = await signInBare(origin, { address, password });
		expect(cookie).toBe('');
		answers.push(`${answer.status} ${answer.text}`);
	}
	expect(new Set(answers).size).toBe(1);
	expect(answers[0]).toContain('auth/wrong');
});

/** Wrong passwords for an account, all at once. */
const guess = ({ address }: BedAccount, tries: number) =>
	Promise.all(
		Array.from({ length: tries }, (_, i) => signInBare(origin, { address, password: `guess ${i}` }))
	);

test('too many tries: a sentence of its own with the time to wait, also with the right password', async () => {
	const victim = await freshAccount(mail, 'victim');
	await guess(victim, 10);
	const { answer } = await signInBare(origin, victim);
	expect(answer.status).toBe(429);
	expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
	const page = await form('/login?/signIn', { address: victim.address, password: victim.password });
	expect(page.text).toMatch(/Too many tries\. .* try again in \d+ (seconds?|minutes?)\./);
});

test('a browser that signed in before gets in while strangers guess', async () => {
	const owner = await freshAccount(mail, 'owner');
	const { answer: first } = await signInBare(origin, owner);
	const note = first.headers['set-cookie']!.find((line) => line.startsWith('__Host-postern-known='))!.split(
		';'
	)[0]!;
	await guess(owner, 11);
	expect((await signInBare(origin, owner)).answer.status).toBe(429);
	expect((await signInBare(origin, owner, { cookie: note })).answer.status).toBe(204);
});

test('signing in again replaces the session; a planted one is worth nothing', async () => {
	const { cookie: before } = await signInBare(origin, ada);
	const { cookie: after } = await signInBare(origin, ada, { cookie: before });
	expect(after).not.toBe(before);
	expect((await ask(origin, '/api/session', { headers: { cookie: before } })).status).toBe(401);
	expect((await ask(origin, '/api/session', { headers: { cookie: after } })).status).toBe(200);
});

test('an expired session: pages lead to the login and say so, the API says auth/expired', async () => {
	const { cookie } = await signInBare(origin, ada);
	const db = new Sqlite(join(data, 'postern.db'));
	db.prepare('UPDATE session SET seen = seen - ?').run(13 * 3_600_000);
	db.close();
	const api = await ask(origin, '/api/settings', { headers: { cookie } });
	expect(api.status).toBe(401);
	expect(JSON.parse(api.text)).toMatchObject({ code: 'auth/expired' });
	expect((await ask(origin, '/login?next=%2Fmail%2FSent', { headers: { cookie } })).text).toContain(
		'session has ended'
	);
	expect((await ask(origin, '/login?next=%2Fmail%2FSent')).text).not.toContain('session has ended');
});

test('no file of the data folder holds the password', async () => {
	await signInBare(origin, ada);
	for (const file of readdirSync(data, { recursive: true, withFileTypes: true })) {
		if (!file.isFile()) continue;
		const bytes = readFileSync(join(file.parentPath, file.name));
		expect(bytes.includes(ada.password), file.name).toBe(false);
		expect(bytes.includes(Buffer.from(ada.password).toString('base64')), file.name).toBe(false);
	}
	expect(product.log()).not.toContain(ada.password);
});

/** Opens the event stream; resolves to the ms from the call of `then` until it ended. */
async function streamEnds(cookie: string, then: () => Promise<unknown>): Promise<number> {
	const answer = await new Promise<IncomingMessage>((resolve) => {
		get(`${origin}/api/events`, { headers: { cookie }, agent: false }, resolve);
	});
	expect(answer.statusCode).toBe(200);
	answer.resume();
	const ended = new Promise<void>((done) => answer.once('close', done));
	await new Promise((go) => setTimeout(go, 300));
	const from = performance.now();
	await Promise.all([then(), ended]);
	return performance.now() - from;
}

test('sign-out ends the session, its event stream, and what the browser kept', async () => {
	const { cookie } = await signInBare(origin, ada);
	const ms = await streamEnds(cookie, async () => {
		const answer = await form('/logout', {}, { cookie });
		expect(answer.status).toBe(303);
		expect(answer.headers['clear-site-data']).toContain('"cache"');
		expect(answer.headers['set-cookie']![0]).toMatch(/^__Host-postern=;.*Max-Age=0/);
	});
	expect(ms).toBeLessThan(5000);
	expect((await ask(origin, '/api/session', { headers: { cookie } })).status).toBe(401);
});

test('settings are kept with the account and follow it to another browser', async () => {
	const { cookie } = await signInBare(origin, ada);
	const put = await ask(origin, '/api/settings', {
		method: 'PUT',
		headers: { cookie, origin, 'content-type': 'application/json' },
		body: JSON.stringify({ theme: 'dark', density: 'compact', locale: 'de', nonsense: 1 })
	});
	expect(JSON.parse(put.text)).toEqual({ theme: 'dark', density: 'compact', locale: 'de' });
	const { answer } = await signInBare(origin, ada);
	const looks = answer.headers['set-cookie']!.map((line) => line.split(';')[0]!);
	expect(looks).toEqual(expect.arrayContaining(['theme=dark', 'density=compact', 'locale=de']));
	const page = await ask(origin, '/login', { headers: { cookie: looks.slice(1).join('; ') } });
	expect(page.text).toContain('<html lang="de" data-theme="dark" data-density="compact">');
	expect(page.text).toContain('Anmelden');
});

test('a mail server that is away, or whose certificate is not to be trusted, has its own sentence', async () => {
	const away = await freePort();
	const cases = [
		[{ POSTERN_IMAP: `imap://localhost:${away}` }, 'server/away', /does not answer/],
		[{ POSTERN_CA_FILE: '' }, 'server/certificate', /certificate cannot be trusted/]
	] as const;
	for (const [environment, code, sentence] of cases) {
		const other = await startProduct(mail, { environment });
		const { answer } = await signInBare(other.facts.origin, ada);
		expect(answer.text).toContain(code);
		const page = await ask(other.facts.origin, '/login?/signIn', {
			method: 'POST',
			headers: {
				origin: other.facts.origin,
				accept: 'text/html',
				'content-type': 'application/x-www-form-urlencoded'
			},
			body: new URLSearchParams({ address: ada.address, password: ada.password }).toString()
		});
		expect(page.text).toMatch(sentence);
		expect((await ask(other.facts.origin, '/healthz')).status).toBe(200);
		if (code === 'server/away') expect((await ask(other.facts.origin, '/readyz')).status).toBe(503);
		await other.end();
	}
});

test('SIGTERM ends the process in under 5 s with open event streams, and sessions outlast it', async () => {
	const { cookie } = await signInBare(origin, ada);
	let took = 0;
	await streamEnds(cookie, async () => void (took = await product.end()));
	expect(took).toBeLessThan(5000);
	product = await startProduct(mail, { data, port: product.facts.port });
	expect((await ask(origin, '/api/session', { headers: { cookie } })).status).toBe(200);
});
