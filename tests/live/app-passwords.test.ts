import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { placeAt } from '../../src/mailserver/place.ts';
import { livingIn } from '../../src/mailserver/stand-in.ts';
import { closeDatabase } from '$lib/server/store/database';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { giveApp, shareStore } from '../bed/factors.ts';
import { HttpSession } from '../bed/http-session.ts';
import { imapOpens, OUTSIDE, OWN, sieveOpens, submissionSends } from '../bed/mail-programs.ts';
import { bedMailServer } from '../bed/mail-server.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

const mail = inject('mailServer');
const PASSWORDS = '/api/security/app-passwords';

interface View {
	store: string;
	main: string;
	list: {
		id: string;
		name: string;
		services: string[];
		used: number | null;
		usedFrom: string;
		usedService: string;
	}[];
}
interface Made {
	id: string;
	password: string;
}

async function made(session: HttpSession, name: string, services: string[]): Promise<Made> {
	const answer = await session.json('POST', PASSWORDS, { name, services });
	expect(answer.status, answer.body.toString()).toBe(200);
	return JSON.parse(answer.body.toString()) as Made;
}

describe.each([
	['password mode', false],
	['token mode', true]
])('programs and the mailbox, %s', (_name, tokenMode) => {
	let product: BedProduct;
	let ada: BedAccount;
	let session: HttpSession;

	beforeAll(async () => {
		product = await startProduct(mail, { tokenMode });
		ada = await freshAccount(mail, 'apps');
		session = await HttpSession.signedIn(product.facts.origin, ada);
	});
	afterAll(async () => {
		session?.close();
		await product?.end();
	});

	test('each app password opens its own services, and the page tells when and from where', async () => {
		const phone = await made(session, 'Phone', ['imap', 'smtp']);
		const editor = await made(session, 'Editor', ['sieve']);
		expect(phone.password).toMatch(/^(?:[a-km-np-z2-9]{4}-){4}[a-km-np-z2-9]{4}$/);
		const opens = async ({ password }: Made) => {
			const login = { address: ada.address, password };
			return [
				await imapOpens(mail, login),
				await submissionSends(mail, login),
				await sieveOpens(mail, login)
			];
		};
		const before = Math.floor(Date.now() / 1000) * 1000;
		expect(await opens(phone)).toEqual([true, true, false]);
		expect(await opens(editor)).toEqual([false, false, true]);
		const { list } = await session.get<View>(PASSWORDS);
		expect(list.map((app) => app.name)).toEqual(['Editor', 'Phone']);
		expect(list[1]).toMatchObject({ services: ['imap', 'smtp'], usedFrom: OUTSIDE, usedService: 'smtp' });
		expect(list[0]).toMatchObject({ services: ['sieve'], usedFrom: OUTSIDE, usedService: 'sieve' });
		for (const { used } of list) expect(used).toBeGreaterThanOrEqual(before);
		expect(JSON.stringify(list)).not.toContain(phone.password);
		// For another account it is worth nothing.
		const other = await freshAccount(mail, 'apps');
		expect(await imapOpens(mail, { address: other.address, password: phone.password })).toBe(false);
	});

	test('a revoked one is refused within a second', async () => {
		const { id, password } = await made(session, 'Old tablet', ['imap']);
		const login = { address: ada.address, password };
		expect(await imapOpens(mail, login)).toBe(true);
		const from = performance.now();
		expect((await session.json('DELETE', `${PASSWORDS}/${id}`)).status).toBe(204);
		expect(await imapOpens(mail, login)).toBe(false);
		expect(performance.now() - from).toBeLessThan(1000);
	});

	test('nobody revokes, lists or downloads what is another’s', async () => {
		const mine = await made(session, 'Mine', ['imap', 'smtp']);
		const ben = await HttpSession.signedIn(product.facts.origin, await freshAccount(mail, 'apps'));
		await ben.json('DELETE', `${PASSWORDS}/${mine.id}`);
		expect((await ben.get<View>(PASSWORDS)).list).toEqual([]);
		const profile = (who: HttpSession, password: string) =>
			who.request(`${PASSWORDS}/${mine.id}/profile`, {
				...{ method: 'POST', type: 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({ password }).toString()
			});
		expect((await profile(ben, mine.password)).status).toBe(400);
		expect((await profile(session, 'aaaa-aaaa')).status).toBe(400);
		const answer = await profile(session, mine.password);
		expect(answer.headers['content-type']).toBe('application/x-apple-aspen-config');
		expect(answer.headers['cache-control']).toBe('no-store');
		expect(answer.body.toString()).toContain(`<key>IncomingPassword</key><string>${mine.password}</string>`);
		expect(await imapOpens(mail, { ...ada, password: mine.password })).toBe(true);
		ben.close();
	});

	test('a closed main password opens from Postern alone, and is opened again', async () => {
		expect(await imapOpens(mail, ada)).toBe(true);
		const put = (body: object) => session.json('PUT', '/api/security/main-password', body);
		expect((await put({ closed: true, password: 'not this one' })).status).toBe(401);
		expect(await imapOpens(mail, ada)).toBe(true);
		expect((await put({ closed: true, password: ada.password })).status).toBe(204);
		expect((await session.get<View>(PASSWORDS)).main).toBe('closed');
		for (const [from, may] of [
			[OUTSIDE, false],
			[OWN, true]
		] as const) {
			expect(await imapOpens(mail, ada, from), from).toBe(may);
			expect(await submissionSends(mail, ada, from), from).toBe(may);
			expect(await sieveOpens(mail, ada, from), from).toBe(may);
		}
		const phone = await made(session, 'Phone', ['imap']);
		expect(await imapOpens(mail, { address: ada.address, password: phone.password })).toBe(true);
		(await HttpSession.signedIn(product.facts.origin, ada)).close();
		expect((await put({ closed: false })).status).toBe(204);
		expect(await imapOpens(mail, ada)).toBe(true);
	});

	test('what is no app password is refused', async () => {
		for (const body of [
			{},
			{ name: '', services: ['imap'] },
			{ name: 'x'.repeat(61), services: ['imap'] },
			{ name: 'x', services: [] },
			{ name: 'x', services: ['pop3'] },
			{ name: ' \u0007 ', services: ['imap'] }
		]) {
			expect((await session.json('POST', PASSWORDS, body)).status, JSON.stringify(body)).toBe(400);
		}
	});
});

test('a store that cannot be written is said, and nothing is half done', async () => {
	const dir = mkdtempSync(join(tmpdir(), 'postern-store-'));
	const path = join(dir, 'accounts.db');
	const ada = await freshAccount(mail, 'away');
	copyFileSync(placeAt(livingIn(mail.dir), mail.ports).accounts, path);
	const product = await startProduct(mail, { environment: { POSTERN_ACCOUNTS: `sqlite:${path}` } });
	const session = await HttpSession.signedIn(product.facts.origin, ada);
	try {
		// Somebody holds the lock for longer than anybody waits.
		const holder = new Sqlite(path);
		holder.exec('BEGIN IMMEDIATE');
		const refused = await session.json('POST', PASSWORDS, { name: 'Phone', services: ['imap'] });
		expect([refused.status, JSON.parse(refused.body.toString()).code]).toEqual([503, 'accounts/away']);
		holder.exec('ROLLBACK');
		holder.close();
		const before = await session.get<View>(PASSWORDS);
		expect(before).toMatchObject({ store: 'ready', list: [] });
		rmSync(dir, { recursive: true });
		expect(await session.get<View>(PASSWORDS)).toMatchObject({ store: 'away', list: [] });
		const body = { closed: true, password: ada.password };
		const answer = await session.json('PUT', '/api/security/main-password', body);
		expect(JSON.parse(answer.body.toString()).code).toBe('accounts/away');
	} finally {
		session.close();
		await product.end();
	}
});

test('an administrator who showed a second factor closes the main passwords of all', async () => {
	// A mail server of its own: nobody else may be shut out.
	const own = await bedMailServer();
	const data = mkdtempSync(join(tmpdir(), 'postern-closing-'));
	const ada = await freshAccount(own.facts, 'admin');
	const ben = await freshAccount(own.facts, 'user');
	const product = await startProduct(own.facts, { data, environment: { POSTERN_ADMINS: ada.address } });
	try {
		const put = async (session: HttpSession, body: object): Promise<number> =>
			(await session.json('PUT', '/api/admin/main-passwords', body)).status;
		const user = await HttpSession.signedIn(product.facts.origin, ben);
		expect(await put(user, { closed: true, password: ben.password })).toBe(403);
		const plain = await HttpSession.signedIn(product.facts.origin, ada);
		expect(await put(plain, { closed: true, password: ada.password })).toBe(403);
		expect(await imapOpens(own.facts, ben)).toBe(true);

		await shareStore(data);
		const app = await giveApp(ada.address);
		const admin = new HttpSession(product.facts.origin);
		await admin.json('POST', '/api/session', { address: ada.address, password: ada.password });
		await admin.json('POST', '/api/session/second', { given: { kind: 'totp', code: app.code() } });
		expect(await put(admin, { closed: true, password: ada.password })).toBe(204);
		for (const account of [ada, ben]) {
			expect(await imapOpens(own.facts, account)).toBe(false);
			expect(await imapOpens(own.facts, account, OWN)).toBe(true);
		}
		expect((await user.get<View>(PASSWORDS)).main).toBe('closed-for-all');
		// What is closed for all is not opened by one.
		await user.json('PUT', '/api/security/main-password', { closed: false });
		expect(await imapOpens(own.facts, ben)).toBe(false);
		expect(await put(admin, { closed: false })).toBe(204);
		expect(await imapOpens(own.facts, ben)).toBe(true);
		for (const session of [user, plain, admin]) session.close();
	} finally {
		await closeDatabase();
		await product.end();
		await own.end();
	}
});

test('programs find hosts and ports before anybody signs in, under every name, and no more', async () => {
	const product = await startProduct(mail);
	try {
		const nobody = new HttpSession(product.facts.origin);
		for (const [path, domain] of [
			['/.well-known/autoconfig/mail/config-v1.1.xml', 'localhost'],
			['/mail/config-v1.1.xml?emailaddress=ada%40Example.org', 'example.org'],
			['/mail/config-v1.1.xml?emailaddress=a%40%3Cscript%3E', 'localhost']
		] as const) {
			const answer = await nobody.request(path, { headers: { host: 'autoconfig.example.org' } });
			expect(answer.status, path).toBe(200);
			expect(answer.headers['content-type']).toContain('text/xml');
			expect(answer.headers['set-cookie']).toBeUndefined();
			const xml = answer.body.toString();
			expect(xml).toContain(`<domain>${domain}</domain>`);
			expect(xml).toContain(`<port>${mail.ports.imap}</port>`);
			expect(xml).toContain(`<port>${mail.ports.submission}</port>`);
			expect(xml.match(/<socketType>STARTTLS</g)).toHaveLength(2);
			expect(xml).not.toContain('script');
		}
		expect((await nobody.request('/login', { headers: { host: 'autoconfig.example.org' } })).status).toBe(
			421
		);
		nobody.close();
	} finally {
		await product.end();
	}
});
