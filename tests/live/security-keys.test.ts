import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { KeyAdded, KeyView } from '../../src/lib/security/key.ts';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { FLAG, SoftKey, type Alter, type Question, type SoftOptions } from '../bed/authenticator-soft.ts';
import { enable } from '../bed/doveadm.ts';
import { HttpSession, type HttpAnswer } from '../bed/http-session.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

const mail = inject('mailServer');
const data = mkdtempSync(join(tmpdir(), 'postern-keys-'));
let product: BedProduct;
let tokens: BedProduct;
let admin: BedAccount;
beforeAll(async () => {
	admin = await freshAccount(mail, 'admin');
	[product, tokens] = await Promise.all([
		startProduct(mail, { data }),
		startProduct(mail, { tokenMode: true, environment: { POSTERN_ADMINS: admin.address } })
	]);
});
afterAll(() => Promise.all([product?.end(), tokens?.end()]));

const saidBy = <T>(answer: HttpAnswer): T => JSON.parse(answer.body.toString()) as T;
const codeOf = (answer: HttpAnswer): string =>
	answer.body.length > 0
		? (saidBy<{ code?: string }>(answer).code ?? `${answer.status}`)
		: `${answer.status}`;

const softKey = (where = product, options: Partial<SoftOptions> = {}) =>
	new SoftKey({ origin: where.facts.origin, rpId: 'localhost', ...options });

async function ask(session: HttpSession, path: string): Promise<Question> {
	const answer = await session.json('POST', path, {});
	expect(answer.status, answer.body.toString()).toBe(200);
	return saidBy<Question>(answer);
}
const question = (session: HttpSession) => ask(session, '/api/security/keys/options');

async function add(session: HttpSession, key: SoftKey, name = 'Blue key', alter: Alter = {}) {
	const response = key.create(await question(session), alter);
	return session.json('POST', '/api/security/keys', { name, response });
}
const list = async (session: HttpSession) =>
	(await session.get<{ keys: KeyView[] }>('/api/security/keys')).keys;

/** Somebody with a key, signed in since before they had it. */
async function withKey(options: Partial<SoftOptions> = {}, where = product) {
	const account = await freshAccount(mail, 'keys');
	const session = await HttpSession.signedIn(where.facts.origin, account);
	const key = softKey(where, options);
	const answer = await add(session, key);
	expect(answer.status, answer.body.toString()).toBe(200);
	return { account, session, key, added: saidBy<KeyAdded>(answer) };
}

/** Shows the password in a new browser; returns it with the question to the keys. */
async function password(account: BedAccount): Promise<{ browser: HttpSession; key: Question }> {
	const browser = new HttpSession(product.facts.origin);
	const { address, password } = account;
	const answer = await browser.json('POST', '/api/session', { address, password });
	expect(answer.status).toBe(202);
	return { browser, key: saidBy<{ key: Question }>(answer).key };
}
const second = (browser: HttpSession, response: unknown) =>
	browser.json('POST', '/api/session/second', { given: { kind: 'key', response } });

/** A passkey alone, in a new browser. */
async function passkey(key: SoftKey, alter: Alter = {}, where = product) {
	const browser = new HttpSession(where.facts.origin);
	const response = key.get(await ask(browser, '/api/session/passkey/options'), alter);
	return { browser, answer: await browser.json('POST', '/api/session/passkey', { response }) };
}

describe('adding', () => {
	test('the first key brings recovery codes and ends other sessions; this one goes on', async () => {
		const account = await freshAccount(mail, 'keys');
		const other = await HttpSession.signedIn(product.facts.origin, account);
		const session = await HttpSession.signedIn(product.facts.origin, account);
		const first = saidBy<KeyAdded>(await add(session, softKey(), '  Blue key '));
		expect(first.codes).toHaveLength(10);
		expect(first.key).toMatchObject({ name: 'Blue key', power: 'second', couldUnlock: false, used: null });
		expect((await other.request('/api/session')).status).toBe(401);
		const next = saidBy<KeyAdded>(await add(session, softKey(), 'Spare'));
		expect(next.codes).toBeNull();
		expect((await list(session)).map(({ name }) => name)).toEqual(['Blue key', 'Spare']);
		expect((await session.request('/api/folders')).status).toBe(200);
	});

	test('the owner is told by a letter', async () => {
		const { account } = await withKey();
		const imap = await account.imap();
		await imap.select('INBOX');
		await expect.poll(() => imap.search('SUBJECT "Blue key"')).toHaveLength(1);
		imap.close();
	});

	test.each([
		['says another origin', { clientData: { origin: 'https://evil.test' } }, 'auth/factor'],
		['comes from a frame', { clientData: { crossOrigin: true } }, 'auth/factor'],
		['is for another host', { rpId: 'evil.test' }, 'auth/factor'],
		['signs by an unknown algorithm', { algorithm: -65535 }, 'auth/factor'],
		['answers nobody’s challenge', { clientData: { challenge: 'AAAA' } }, 'auth/stale']
	] as [string, Alter, string][])('a key that %s is refused', async (_name, alter, code) => {
		const account = await freshAccount(mail, 'keys');
		const session = await HttpSession.signedIn(product.facts.origin, account);
		expect(codeOf(await add(session, softKey(), 'Blue key', alter))).toBe(code);
		expect(await list(session)).toEqual([]);
	});

	test('what was asked in one session is not answered in another', async () => {
		const [ada, ben] = [await withKey(), await withKey()];
		const response = softKey().create(await question(ada.session));
		const answer = await ben.session.json('POST', '/api/security/keys', { name: 'x', response });
		expect(codeOf(answer)).toBe('auth/stale');
	});

	test('a key of somebody else is not added', async () => {
		const [ada, ben] = [await withKey(), await withKey()];
		expect(codeOf(await add(ben.session, ada.key))).toBe('key/exists');
	});

	test.each(['', '   ', 'x'.repeat(65), 'a\u202eb', 'a\nb', 'a\u0000b'])(
		'no key is called %j',
		async (name) => {
			const { session, added } = await withKey();
			expect(codeOf(await add(session, softKey(), name))).toBe('input/invalid');
			const renamed = await session.json('PATCH', `/api/security/keys/${added.key.id}`, { name });
			expect(codeOf(renamed)).toBe('input/invalid');
		}
	);

	test('twenty keys are enough', async () => {
		const { session, account } = await withKey();
		const store = new Sqlite(join(data, 'postern.db'));
		const copy = store.prepare(
			'insert into security_key select id || ?, address, name, public_key, algorithm, counter, transports, aaguid, discoverable, backup_eligible, backed_up, prf, wrapped, blocked, created, used, used_from from security_key where address = ? limit 1'
		);
		for (let n = 1; n < 20; n += 1) copy.run(`${n}`, account.address);
		store.close();
		expect(codeOf(await session.json('POST', '/api/security/keys/options', {}))).toBe('key/too-many');
	});
});

test('nothing is changed without a fresh proof', async () => {
	const { account, session, added } = await withKey();
	const store = new Sqlite(join(data, 'postern.db'));
	const long = Date.now() - 5 * 60_000 - 1000;
	store.prepare('update session set proved = ? where address = ?').run(long, account.address);
	store.close();
	const key = `/api/security/keys/${added.key.id}`;
	for (const [method, path] of [
		['POST', '/api/security/keys'],
		['POST', '/api/security/keys/options'],
		['PATCH', key],
		['DELETE', key],
		['POST', `${key}/unlock`],
		['PUT', `${key}/unlock`],
		['DELETE', `${key}/unlock`]
	] as const) {
		expect(codeOf(await session.json(method, path, {})), `${method} ${path}`).toBe('auth/step-up');
	}
	expect(await list(session)).toHaveLength(1);
});

test('nobody touches the keys of others', async () => {
	const [ada, ben] = [await withKey({}), await withKey({})];
	const key = `/api/security/keys/${ada.added.key.id}`;
	for (const [method, path, body] of [
		['PATCH', key, { name: 'Mine' }],
		['DELETE', key, {}],
		['POST', `${key}/unlock`, {}],
		['DELETE', `${key}/unlock`, {}]
	] as const) {
		expect(codeOf(await ben.session.json(method, path, body)), `${method} ${path}`).toBe('input/invalid');
	}
	expect(await list(ada.session)).toMatchObject([{ name: 'Blue key' }]);
});

describe('after the password', () => {
	test('the key opens the mailbox, and its use is noted', async () => {
		const { account, key } = await withKey();
		const { browser, key: asked } = await password(account);
		expect(asked).toMatchObject({ userVerification: 'discouraged', allowCredentials: [{ id: key.id }] });
		expect((await second(browser, key.get(asked))).status).toBe(204);
		expect(await list(browser)).toMatchObject([{ used: expect.any(Number), usedFrom: '127.0.0.1' }]);
	});

	test.each([
		['another origin', { clientData: { origin: 'https://evil.test' } }],
		['a frame', { clientData: { crossOrigin: true } }],
		['another host', { rpId: 'evil.test' }],
		['the wrong type', { clientData: { type: 'webauthn.create' } }],
		['nobody present', { flags: FLAG.uv }],
		['another handle', { userHandle: 'AAAA' }],
		['new backup flags', { flags: FLAG.up | FLAG.uv | FLAG.be | FLAG.bs }],
		['a broken signature', { afterwards: (response) => (response['signature'] = 'AAAA') }]
	] as [string, Alter][])('an answer with %s is refused', async (_name, alter) => {
		const { account, key } = await withKey();
		const { browser, key: asked } = await password(account);
		expect(codeOf(await second(browser, key.get(asked, alter)))).toBe('auth/factor');
		expect((await browser.request('/api/session')).status).toBe(401);
	});

	test('an answer counts once, for the browser that was asked', async () => {
		const { account, key } = await withKey({ counts: false });
		const [first, other] = [await password(account), await password(account)];
		const response = key.get(first.key);
		expect(codeOf(await second(other.browser, response))).toBe('auth/stale');
		expect((await second(first.browser, response)).status).toBe(204);
		expect(codeOf(await second((await password(account)).browser, response))).toBe('auth/stale');
	});

	test('a key of somebody else opens nothing', async () => {
		const [ada, ben] = [await withKey(), await withKey()];
		const { browser, key: asked } = await password(ada.account);
		expect(codeOf(await second(browser, ben.key.get(asked)))).toBe('auth/factor');
	});

	test('a key that counts backwards is blocked', async () => {
		const { account, key, session } = await withKey();
		key.counter = 7;
		const right = await password(account);
		expect((await second(right.browser, key.get(right.key))).status).toBe(204);
		const copy = await password(account);
		expect(codeOf(await second(copy.browser, key.get(copy.key, { counter: 3 })))).toBe('key/copied');
		expect(await list(session)).toMatchObject([{ power: 'blocked' }]);
		const imap = await account.imap();
		await imap.select('INBOX');
		await expect.poll(() => imap.search('SUBJECT "there may be a copy"')).toHaveLength(1);
		imap.close();
		// The password alone does not open it for that.
		const { key: asked } = await password(account);
		expect(asked).toMatchObject({ allowCredentials: [] });
	});
});

describe('alone', () => {
	test('with passwords: a key that keeps none still wants it typed', async () => {
		const { account, key } = await withKey();
		const { browser, answer } = await passkey(key);
		expect(saidBy(answer)).toMatchObject({ step: 'password', address: account.address, wrapped: null });
		expect((await browser.request('/api/session')).status).toBe(401);
	});

	test('with passwords: what the page wrapped comes back to the key that proved its owner', async () => {
		const { account, session, key, added } = await withKey();
		const road = `/api/security/keys/${added.key.id}/unlock`;
		const wrapped = Buffer.alloc(60, 7).toString('base64');
		const put = async (password: string, alter: Alter = {}, by = key) => {
			const response = by.get(await ask(session, road), alter);
			return session.json('PUT', road, { password, wrapped, response });
		};
		expect(codeOf(await put('not the password'))).toBe('auth/factor');
		expect(codeOf(await put(account.password, { flags: FLAG.up }))).toBe('auth/factor');
		expect(await list(session)).toMatchObject([{ power: 'second' }]);
		expect((await put(account.password)).status).toBe(204);
		expect(await list(session)).toMatchObject([{ power: 'unlocks' }]);

		expect(saidBy((await passkey(key)).answer)).toMatchObject({ step: 'password', wrapped });
		expect(codeOf((await passkey(key, { flags: FLAG.up })).answer)).toBe('auth/factor');
		const store = new Sqlite(join(data, 'postern.db'), { readonly: true });
		const row = store.prepare('select wrapped from security_key where id = ?').get(key.id);
		store.close();
		expect((row as { wrapped: Buffer }).wrapped.includes(Buffer.alloc(20, 7))).toBe(false);

		expect((await session.json('DELETE', road)).status).toBe(204);
		expect(saidBy((await passkey(key)).answer)).toMatchObject({ wrapped: null });
	});

	test('guesses at the password are counted', async () => {
		const { session, key, added } = await withKey();
		const road = `/api/security/keys/${added.key.id}/unlock`;
		const asked = await ask(session, road);
		const codes = [];
		for (let n = 0; n < 11; n += 1) {
			const body = { password: `guess ${n}`, wrapped: 'A'.repeat(80), response: key.get(asked) };
			codes.push(codeOf(await session.json('PUT', road, body)));
		}
		expect(codes.at(0)).toBe('auth/factor');
		expect(codes.at(-1)).toBe('auth/throttled');
	});

	test('with tokens: a passkey signs in by itself, one that saw nobody does not', async () => {
		const { account, key, added } = await withKey({}, tokens);
		expect(added.key).toMatchObject({ power: 'alone', couldUnlock: false });
		const { browser, answer } = await passkey(key, {}, tokens);
		expect(answer.status).toBe(204);
		expect((await browser.request('/api/folders')).status).toBe(200);
		expect(codeOf((await passkey(key, { flags: FLAG.up }, tokens)).answer)).toBe('auth/factor');
		expect(codeOf((await passkey(key, { userHandle: null }, tokens)).answer)).toBe('auth/factor');
		// It opens nothing for an account that the mail server no longer lets in.
		enable(mail, account.address, false);
		expect(codeOf((await passkey(key, {}, tokens)).answer)).toBe('auth/factor');
	});
});

test('a key that is removed opens nothing, and without a factor the codes are gone', async () => {
	const { account, session, key, added } = await withKey();
	const { browser, key: asked } = await password(account);
	expect((await session.json('DELETE', `/api/security/keys/${added.key.id}`)).status).toBe(204);
	expect(codeOf(await second(browser, key.get(asked)))).toMatch(/^auth\//);
	expect(await list(session)).toEqual([]);
	await HttpSession.signedIn(product.facts.origin, account);
	expect(saidBy<KeyAdded>(await add(session, softKey())).codes).toHaveLength(10);
});

test('the last factor stays where the policy wants one, and nobody adds one where it wants none', async () => {
	const rules = await HttpSession.signedIn(tokens.facts.origin, admin);
	expect((await add(rules, softKey(tokens))).status).toBe(200);
	const policy = (secondFactor: string) => rules.json('PUT', '/api/admin/policy', { secondFactor });
	const { session, added } = await withKey({}, tokens);
	const key = `/api/security/keys/${added.key.id}`;
	expect((await policy('required')).status).toBe(200);
	expect(codeOf(await session.json('DELETE', key))).toBe('factor/last');
	expect((await policy('off')).status).toBe(200);
	expect(codeOf(await session.json('POST', '/api/security/keys/options', {}))).toBe('factor/off');
	expect((await policy('offered')).status).toBe(200);
	expect((await session.json('DELETE', key)).status).toBe(204);
});
