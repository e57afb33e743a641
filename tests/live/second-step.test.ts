import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { factorsChanged } from '$lib/server/flows/factors-changed';
import { closeDatabase } from '$lib/server/store/database';
import type { SecondQuestion } from '$lib/security/given';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { ask, cookiesOf, type BareAnswer } from '../bed/bare-http.ts';
import { giveApp, shareStore, type BedApp } from '../bed/factors.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

const mail = inject('mailServer');
const data = mkdtempSync(join(tmpdir(), 'postern-second-'));
let product: BedProduct;
let origin: string;

beforeAll(async () => {
	product = await start();
	({ origin } = product.facts);
	await shareStore(data);
});
afterAll(async () => {
	await closeDatabase();
	await product?.end();
});

/** Each test comes from a network of its own: codes are counted by network too. */
const start = () =>
	startProduct(mail, {
		data,
		...(product ? { port: product.facts.port } : {}),
		environment: { POSTERN_TRUSTED_PROXIES: '127.0.0.1 ::1' }
	});

/** A browser somewhere: keeps its cookies. */
class Browser {
	readonly client: string;
	cookies: Record<string, string> = {};
	static count = 0;

	constructor() {
		this.client = `198.51.${Browser.count++}.7`;
	}

	async send(method: string, path: string, body?: unknown): Promise<BareAnswer> {
		const form = body instanceof URLSearchParams;
		const answer = await ask(origin, path, {
			method,
			headers: {
				origin,
				'sec-fetch-site': 'same-origin',
				'x-forwarded-for': this.client,
				cookie: Object.entries(this.cookies)
					.map((pair) => pair.join('='))
					.join('; '),
				...(form ? { accept: 'text/html' } : {}),
				...(body === undefined
					? {}
					: { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' })
			},
			...(body === undefined ? {} : { body: form ? body.toString() : JSON.stringify(body) })
		});
		for (const [name, value] of Object.entries(cookiesOf(answer))) {
			if (value === '') delete this.cookies[name];
			else this.cookies[name] = value;
		}
		return answer;
	}

	password = ({ address, password }: { address: string; password: string }) =>
		this.send('POST', '/api/session', { address, password });

	show = (given: unknown, more: object = {}) => this.send('POST', '/api/session/second', { given, ...more });

	code = (code: string, more: object = {}) => this.show({ kind: 'totp', code }, more);

	get session(): string | undefined {
		return this.cookies['__Host-postern'];
	}

	async isIn(): Promise<boolean> {
		return (await this.send('GET', '/api/folders')).status === 200;
	}
}

async function guarded(name: string): Promise<{ owner: BedAccount; app: BedApp }> {
	const owner = await freshAccount(mail, name);
	return { owner, app: await giveApp(owner.address) };
}

const problem = ({ text }: BareAnswer): string => (JSON.parse(text) as { code: string }).code;

test('the password alone opens a half session: no route but those of the second step looks at it', async () => {
	const { owner } = await guarded('half');
	const browser = new Browser();
	const answer = await browser.password(owner);
	expect(answer.status).toBe(202);
	expect(JSON.parse(answer.text) as SecondQuestion).toMatchObject({
		step: 'second',
		address: owner.address,
		ways: { keys: 0, totp: true, recovery: 10 },
		key: null
	});
	expect(browser.session).toBeUndefined();
	const cookie = answer.headers['set-cookie']!.find((line) => line.startsWith('__Host-postern-half='))!;
	for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict', 'Max-Age=300'])
		expect(cookie).toContain(part);
	expect(await browser.isIn()).toBe(false);
	// The half session's value is no session either.
	browser.cookies['__Host-postern'] = browser.cookies['__Host-postern-half']!;
	expect(await browser.isIn()).toBe(false);
});

test('a code opens it, once; every step has an id of its own', async () => {
	const { owner, app } = await guarded('code');
	const browser = new Browser();
	await browser.password(owner);
	const half = browser.cookies['__Host-postern-half'];
	expect((await browser.code(app.code())).status).toBe(204);
	expect(await browser.isIn()).toBe(true);
	expect(browser.session).not.toBe(half);
	expect(browser.cookies['__Host-postern-half']).toBeUndefined();
	const other = new Browser();
	other.cookies['__Host-postern-half'] = half!;
	expect(problem(await other.code(app.code(1)))).toBe('auth/stale');
	const thief = new Browser();
	await thief.password(owner);
	const again = await thief.code(app.code());
	expect([again.status, problem(again)]).toEqual([401, 'auth/factor']);
	expect(thief.session).toBeUndefined();
});

test('a recovery code opens it, once', async () => {
	const { owner, app } = await guarded('paper');
	for (const [status, typed] of [
		[204, app.recovery[0]!],
		[401, app.recovery[0]!],
		[204, app.recovery[1]!.toLowerCase().replace(/-/g, ' ')]
	] as const) {
		const browser = new Browser();
		await browser.password(owner);
		expect((await browser.show({ kind: 'recovery', code: typed })).status).toBe(status);
	}
});

test('of fifty codes at once one signs in', async () => {
	const { owner, app } = await guarded('race');
	const first = new Browser();
	await first.password(owner);
	const answers = await Promise.all(
		Array.from({ length: 50 }, () => {
			const tab = new Browser();
			tab.cookies = { ...first.cookies };
			return tab.code(app.code());
		})
	);
	const statuses = answers.map(({ status }) => status);
	expect(statuses.filter((status) => status === 204)).toHaveLength(1);
	expect(answers.filter((answer) => '__Host-postern' in cookiesOf(answer))).toHaveLength(1);
	expect(statuses.every((status) => [204, 401, 409, 429].includes(status))).toBe(true);
});

test('of fifty sessions that were half open one is let in by one code', async () => {
	const { owner, app } = await guarded('many');
	const tabs = Array.from({ length: 50 }, () => new Browser());
	for (const tab of tabs) tab.cookies['__Host-postern-known'] = '';
	await Promise.all(tabs.map((tab) => tab.password(owner)));
	const code = app.code();
	const answers = await Promise.all(tabs.map((tab) => tab.code(code)));
	expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
});

describe('guessing', () => {
	test('five wrong codes, then not even the right one, also after a restart; the owner’s browser gets in', async () => {
		const { owner, app } = await guarded('guess');
		const home = new Browser();
		await home.password(owner);
		await home.code(app.code(-1));
		await home.send('POST', '/logout', new URLSearchParams());
		const statuses: number[] = [];
		for (let i = 0; i < 6; i++) {
			const thief = new Browser();
			await thief.password(owner);
			statuses.push((await thief.code('000000')).status);
		}
		expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
		await product.end();
		product = await start();
		const thief = new Browser();
		await thief.password(owner);
		const late = await thief.code(app.code());
		expect([late.status, problem(late)]).toEqual([429, 'auth/throttled']);
		expect(Number(late.headers['retry-after'])).toBeGreaterThan(600);
		await home.password(owner);
		expect((await home.code(app.code())).status).toBe(204);
	});

	test('one network has five wrong codes for all accounts together', async () => {
		const thief = new Browser();
		const statuses: number[] = [];
		for (let i = 0; i < 6; i++) {
			const { owner } = await guarded('spray');
			await thief.password(owner);
			statuses.push((await thief.code('000000')).status);
		}
		expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
	});
});

test('what is not the second step does not stand for it', async () => {
	const { owner, app } = await guarded('skip');
	const browser = new Browser();
	await browser.password(owner);
	for (const given of [
		{ kind: 'password', password: owner.password },
		{ kind: 'none' },
		{ kind: 'totp', code: '' },
		{ kind: 'totp' },
		{ kind: 'recovery', code: app.code() },
		{ kind: 'key', response: {} },
		null
	]) {
		const answer = await browser.show(given);
		expect([400, 401, 409], JSON.stringify(given)).toContain(answer.status);
		expect(browser.session).toBeUndefined();
	}
	// Neither a hidden field of the form, nor a step that is named.
	for (const fields of [{ kind: 'password', password: owner.password }, { step: 'done' }, { kind: '' }]) {
		const answer = await browser.send('POST', '/login?/second', new URLSearchParams(fields as never));
		expect(answer.status).not.toBe(303);
		expect(browser.session).toBeUndefined();
	}
	expect((await browser.code(app.code())).status).toBe(204);
});

test('a half session ends after five minutes, and when it is taken back', async () => {
	const { owner, app } = await guarded('late');
	const browser = new Browser();
	await browser.password(owner);
	const db = new Sqlite(join(data, 'postern.db'));
	db.prepare('UPDATE half_session SET created = created - 300001 WHERE address = ?').run(owner.address);
	db.close();
	expect(problem(await browser.code(app.code()))).toBe('auth/stale');
	await browser.password(owner);
	const half = browser.cookies['__Host-postern-half']!;
	expect((await browser.send('DELETE', '/api/session/second')).status).toBe(204);
	expect(browser.cookies['__Host-postern-half']).toBeUndefined();
	browser.cookies['__Host-postern-half'] = half;
	expect(problem(await browser.code(app.code()))).toBe('auth/stale');
});

describe('a trusted browser', () => {
	async function trusted(name: string) {
		const { owner, app } = await guarded(name);
		const browser = new Browser();
		const question = await browser.password(owner);
		expect(JSON.parse(question.text)).toMatchObject({ trustDays: 30 });
		await browser.code(app.code(), { trust: true });
		await browser.send('POST', '/logout', new URLSearchParams());
		return { owner, app, browser };
	}

	test('is not asked again, yet has shown nothing that dangerous actions would take', async () => {
		const { owner, browser } = await trusted('trust');
		expect((await browser.password(owner)).status).toBe(204);
		expect(await browser.isIn()).toBe(true);
		const { text } = await browser.send('GET', '/api/session/proof');
		expect(JSON.parse(text)).toMatchObject({ fresh: false, password: false });
	});

	test('is trusted for one account alone, and not when the note was changed', async () => {
		const { owner, browser } = await trusted('note');
		const { owner: other } = await guarded('other');
		expect((await browser.password(other)).status).toBe(202);
		browser.cookies['__Host-postern-trust'] = 'A'.repeat(43);
		expect((await browser.password(owner)).status).toBe(202);
	});

	test('is asked again after a change of factors or of the password', async () => {
		const { owner, browser } = await trusted('changed');
		await factorsChanged(owner.address, null);
		expect((await browser.password(owner)).status).toBe(202);
	});

	test('is in the list, can be forgotten by its owner and by nobody else', async () => {
		const { owner, browser } = await trusted('list');
		await browser.password(owner);
		const { text } = await browser.send('GET', '/api/security/browsers');
		const [one, ...more] = JSON.parse(text) as { id: string; current: boolean }[];
		expect([one!.current, more.length]).toEqual([true, 0]);
		const stranger = new Browser();
		await stranger.password(await freshAccount(mail, 'stranger'));
		await stranger.send('DELETE', `/api/security/browsers/${one!.id}`);
		expect(JSON.parse((await browser.send('GET', '/api/security/browsers')).text)).toHaveLength(1);
		await browser.send('DELETE', `/api/security/browsers/${one!.id}`);
		expect((await browser.password(owner)).status).toBe(202);
	});
});

describe('showing a factor once more', () => {
	test('makes the session fresh under a new cookie; the old one stays what it was and ends', async () => {
		const { owner, app } = await guarded('fresh');
		const browser = new Browser();
		await browser.password(owner);
		await browser.code(app.code(-1));
		const db = new Sqlite(join(data, 'postern.db'));
		db.prepare('UPDATE session SET proved = proved - 300001 WHERE address = ?').run(owner.address);
		db.close();
		const before = new Browser();
		before.cookies = { ...browser.cookies };
		expect(
			(await browser.send('POST', '/api/session/proof', { kind: 'password', password: owner.password }))
				.status
		).toBe(401);
		expect(
			(await browser.send('POST', '/api/session/proof', { kind: 'totp', code: app.code() })).status
		).toBe(204);
		expect(browser.session).not.toBe(before.session);
		const fresh = async (who: Browser) =>
			(JSON.parse((await who.send('GET', '/api/session/proof')).text) as { fresh: boolean }).fresh;
		expect(await fresh(browser)).toBe(true);
		expect(await fresh(before)).toBe(false);
		expect(await browser.isIn()).toBe(true);
		await expect.poll(async () => before.isIn()).toBe(false);
		expect(await browser.isIn()).toBe(true);
	});

	test('is the password where the account has no factor', async () => {
		const owner = await freshAccount(mail, 'plain');
		const browser = new Browser();
		expect((await browser.password(owner)).status).toBe(204);
		const wrong = await browser.send('POST', '/api/session/proof', { kind: 'password', password: 'no' });
		expect([wrong.status, problem(wrong)]).toEqual([401, 'auth/factor']);
		const right = await browser.send('POST', '/api/session/proof', {
			kind: 'password',
			password: owner.password
		});
		expect(right.status).toBe(204);
		expect(await browser.isIn()).toBe(true);
	});
});

test('an app password is for programs: this door does not take it, nor is it a proof', async () => {
	const owner = await freshAccount(mail, 'program');
	const browser = new Browser();
	await browser.password(owner);
	const made = await browser.send('POST', '/api/security/app-passwords', {
		name: 'Phone',
		services: ['imap']
	});
	const { password } = JSON.parse(made.text) as { password: string };
	const thief = new Browser();
	expect(problem(await thief.password({ address: owner.address, password }))).toBe('auth/wrong');
	expect(thief.session).toBeUndefined();
	const proof = await browser.send('POST', '/api/session/proof', { kind: 'password', password });
	expect(problem(proof)).toBe('auth/factor');
});

test('a change of factors ends the other sessions and every half one, and the acting one goes on', async () => {
	const { owner, app } = await guarded('change');
	const [here, there, half] = [new Browser(), new Browser(), new Browser()];
	for (const [browser, steps] of [
		[here, -1],
		[there, 0]
	] as const) {
		await browser.password(owner);
		await browser.code(app.code(steps));
	}
	await half.password(owner);
	const db = new Sqlite(join(data, 'postern.db'));
	const { id } = db
		.prepare<[string], { id: string }>('SELECT id FROM session WHERE address = ? ORDER BY created LIMIT 1')
		.get(owner.address)!;
	db.close();
	await factorsChanged(owner.address, { id });
	expect([await here.isIn(), await there.isIn()]).toEqual([true, false]);
	expect(problem(await half.code(app.code(1)))).toBe('auth/stale');
});

test('without scripts: password, then code or recovery code, then where one was going', async () => {
	const { owner, app } = await guarded('form');
	for (const [kind, code] of [
		['totp', app.code()],
		['recovery', app.recovery[0]!]
	] as const) {
		const browser = new Browser();
		const login = '/login?next=%2Fmail%2FSent';
		const first = await browser.send(
			'POST',
			'/login?/signIn&next=%2Fmail%2FSent',
			new URLSearchParams({ address: owner.address, password: owner.password })
		);
		expect([first.status, first.headers.location]).toEqual([303, login]);
		const page = await browser.send('GET', `${login}&way=${kind}`);
		expect(page.text).toContain(`name="code"`);
		const action = /action="(\?\/second[^"]*)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
		const wrong = await browser.send('POST', `/login${action}`, new URLSearchParams({ kind, code: '12' }));
		expect(wrong.text).toContain('was not accepted');
		const done = await browser.send('POST', `/login${action}`, new URLSearchParams({ kind, code }));
		expect([done.status, done.headers.location]).toEqual([303, '/mail/Sent']);
		expect(await browser.isIn()).toBe(true);
	}
});
