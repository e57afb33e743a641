import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listPeople } from '$lib/server/flows/list-people';
import { closeDatabase, database } from '$lib/server/store/database';
import type { Person } from '$lib/security/person';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { root } from '../bed/build.ts';
import { giveApp, shareStore, type BedApp } from '../bed/factors.ts';
import { HttpSession } from '../bed/http-session.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

const run = promisify(execFile);
const mail = inject('mailServer');
const data = mkdtempSync(join(tmpdir(), 'postern-admin-'));
let product: BedProduct;
let ada: BedAccount;
let eve: BedAccount;
let app: BedApp;
let admin: HttpSession;

/** Signs in with the password and a code of the app. */
async function withCode(account: BedAccount, { code }: BedApp, steps = 0): Promise<HttpSession> {
	const session = new HttpSession(product.facts.origin);
	const { address, password } = account;
	expect((await session.json('POST', '/api/session', { address, password })).status).toBe(202);
	const given = { kind: 'totp', code: code(steps) };
	expect((await session.json('POST', '/api/session/second', { given })).status).toBe(204);
	return session;
}

beforeAll(async () => {
	ada = await freshAccount(mail, 'ada');
	eve = await freshAccount(mail, 'eve');
	const admins = `${ada.address} ${eve.address}`;
	product = await startProduct(mail, { data, environment: { POSTERN_ADMINS: admins } });
	await shareStore(data);
	app = await giveApp(ada.address);
	admin = await withCode(ada, app);
});
afterAll(async () => {
	await closeDatabase();
	await product?.end();
});

const code = ({ body }: { body: Buffer }): unknown => (JSON.parse(body.toString()) as { code: string }).code;
const factors = (who: BedAccount) => `/api/admin/people/${encodeURIComponent(who.address)}/factors`;
const letters = async (who: BedAccount): Promise<string> => {
	const imap = await who.imap();
	try {
		await imap.select('INBOX');
		return (await imap.command('UID FETCH 1:* (BODY.PEEK[])')).text;
	} finally {
		imap.close();
	}
};
const peopleOf = async (part: string): Promise<Person[]> => (await listPeople(part)).people;
/** Puts the time when the account last showed its factor. */
const prove = (address: string, proved: number) =>
	database().updateTable('session').set({ proved }).where('address', '=', address).execute();

test('nobody but an administrator, and no administrator without a second factor', async () => {
	const ben = await freshAccount(mail, 'ben');
	const other = await HttpSession.signedIn(product.facts.origin, ben);
	for (const path of ['/api/admin/policy', '/admin/people', '/admin/audit']) {
		expect((await other.request(path)).status, path).toBe(403);
	}
	expect((await other.request(factors(ada), { method: 'DELETE' })).status).toBe(403);
	const plain = await HttpSession.signedIn(product.facts.origin, eve);
	expect(code(await plain.request('/api/admin/policy'))).toBe('auth/enrol');
	expect((await plain.request('/admin/people')).headers.location).toBe('/settings/security?for=admin');
	other.close();
	plain.close();
});

test('a trusted browser is no factor of an administrator', async () => {
	const session = new HttpSession(product.facts.origin);
	const { address, password } = eve;
	const { recovery } = await giveApp(address);
	await session.json('POST', '/api/session', { address, password });
	const given = { kind: 'recovery', code: recovery[0] };
	expect((await session.json('POST', '/api/session/second', { given, trust: true })).status).toBe(204);
	expect((await session.request('/admin/people')).status).toBe(200);
	await session.request('/logout', { method: 'POST' });

	expect((await session.json('POST', '/api/session', { address, password })).status).toBe(204);
	expect((await session.request('/api/folders')).status).toBe(200);
	for (const path of ['/admin/people', '/admin/audit', '/admin/people/__data.json']) {
		const { status, headers, body } = await session.request(path);
		expect(status === 303 ? headers.location : body.toString(), path).toContain('/prove?next=');
	}
	expect(code(await session.request('/api/admin/policy'))).toBe('auth/step-up');
	expect(code(await session.json('PUT', '/api/admin/policy', { trustDays: 365 }))).toBe('auth/step-up');
	expect(code(await session.request(factors(ada), { method: 'DELETE' }))).toBe('auth/step-up');
	// Nor does the password open it, where there is a factor.
	const proof = await session.json('POST', '/api/session/proof', { kind: 'password', password });
	expect(code(proof)).toBe('auth/factor');
	expect(code(await session.request('/api/admin/policy'))).toBe('auth/step-up');
	session.close();
});

test('a factor shown six minutes ago reads, and changes nothing', async () => {
	const proved = (minutes: number) => prove(ada.address, Date.now() - minutes * 60_000);
	await proved(6);
	expect((await admin.request('/api/admin/policy')).status).toBe(200);
	expect(code(await admin.json('PUT', '/api/admin/policy', { trustDays: 1 }))).toBe('auth/step-up');
	expect(code(await admin.request(factors(eve), { method: 'DELETE' }))).toBe('auth/step-up');
	await proved(0);
	expect((await admin.json('PUT', '/api/admin/policy', { trustDays: 14 })).status).toBe(200);
	expect(await admin.get('/api/admin/policy')).toMatchObject({ trustDays: 14, secondFactor: 'offered' });
});

test('where one is required, who has none reaches the setting up and nothing else', async () => {
	const rules = { secondFactor: 'required', graceDays: 0 };
	expect((await admin.json('PUT', '/api/admin/policy', rules)).status).toBe(200);
	const ben = await freshAccount(mail, 'ben');
	const session = await HttpSession.signedIn(product.facts.origin, ben);
	expect(code(await session.request('/api/folders'))).toBe('auth/enrol');
	expect((await session.request('/mail/INBOX')).headers.location).toBe('/settings/security');
	expect((await session.request('/settings/security')).status).toBe(200);
	expect((await session.json('POST', '/api/security/totp')).status).toBe(200);
	await admin.json('PUT', '/api/admin/policy', { secondFactor: 'off' });
	expect((await session.request('/api/folders')).status).toBe(200);
	expect(code(await session.json('POST', '/api/security/totp'))).toBe('factor/off');
	expect(code(await session.json('POST', '/api/security/keys/options'))).toBe('factor/off');
	await admin.json('PUT', '/api/admin/policy', { secondFactor: 'offered', graceDays: 7 });
	session.close();
});

test('a reset takes the factors away, ends what they opened, and tells the person by letter', async () => {
	const cleo = await freshAccount(mail, 'cleo');
	const phone = await giveApp(cleo.address);
	const session = await withCode(cleo, phone);
	await session.json('PUT', '/api/settings', { locale: 'de' });
	const asked = (await peopleOf(cleo.address))[0];
	expect(asked).toMatchObject({ ways: { totp: true, recovery: 10 }, stays: 1 });
	expect(asked?.lastSignIn).toBeGreaterThan(Date.now() - 60_000);

	const answer = await admin.request(factors(cleo), { method: 'DELETE' });
	expect(JSON.parse(answer.body.toString())).toEqual({ told: true });
	expect(code(await session.request('/api/folders'))).toBe('auth/expired');
	const again = await HttpSession.signedIn(product.facts.origin, cleo);
	expect((await again.request('/api/folders')).status).toBe(200);
	expect((await peopleOf(cleo.address))[0]).toMatchObject({ ways: { keys: 0, totp: false, recovery: 0 } });

	await expect.poll(() => letters(cleo)).toMatch(/^Subject: Ihr zweiter Faktor wurde entfernt/m);
	const letter = await letters(cleo);
	expect(letter).toMatch(new RegExp(`^From: .*${ada.address}`, 'm'));
	expect(letter).toContain(`${product.facts.origin}/settings/security`);
	const audit = (await admin.request('/admin/audit')).body.toString();
	expect(audit).toContain(cleo.address);
	expect(audit).toContain('Trust in a browser was 30 days, is now 14 days');
	session.close();
	again.close();
});

test('nobody resets oneself here, or who is not known', async () => {
	for (const who of [ada.address, 'nobody@demo.test']) {
		const answer = await admin.request(factors({ ...ada, address: who }), { method: 'DELETE' });
		expect(code(answer), who).toBe('input/invalid');
	}
});

test('the operator resets the last administrator while the product runs', async () => {
	const command = (...args: string[]) =>
		run(process.execPath, ['src/commands/second-factor.ts', ...args], {
			cwd: root,
			env: { ...process.env, POSTERN_DATA: data, POSTERN_DATABASE: '' }
		});
	expect((await command('list')).stdout).toContain(`${ada.address}  0 keys, app, 10 recovery codes`);
	const stream = fetch(`${product.facts.origin}/api/events`, { headers: { cookie: admin.cookie } });
	const over = (await stream).text().then(() => performance.now());
	const from = performance.now();
	const { stdout } = await command('reset', ada.address.toUpperCase());
	expect(stdout).toContain(`Removed from ${ada.address}: 0 keys, app, 10 recovery codes`);
	expect(code(await admin.request('/api/folders'))).toBe('auth/expired');
	expect((await over) - from).toBeLessThan(5000);
	expect((await command('list')).stdout).not.toContain(ada.address);
	await expect(command('reset', ada.address)).rejects.toMatchObject({ code: 1 });
	const again = await HttpSession.signedIn(product.facts.origin, ada);
	expect((await again.request('/api/security/events')).body.toString()).toContain('operator');
	again.close();
});
