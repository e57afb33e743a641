import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { placeAt } from '../../src/mailserver/place.ts';
import { livingIn } from '../../src/mailserver/stand-in.ts';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { HttpSession } from '../bed/http-session.ts';
import { ImapSession } from '../bed/imap-session.ts';
import { imapOpens, sieveOpens, submissionSends } from '../bed/mail-programs.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

const mail = inject('mailServer');
const store = placeAt(livingIn(mail.dir), mail.ports).accounts;
const NEXT = 'kite-vessel-onward-plum';

async function change(session: HttpSession, old: string, next: string): Promise<[number, string]> {
	const { status, body } = await session.json('PUT', '/api/security/password', { old, next });
	return [status, (JSON.parse(body.toString()) as { code?: string }).code ?? 'done'];
}

/** Everything that is kept of the password in the store the mail server reads. */
function stored(address: string): string {
	const db = new Sqlite(store, { readonly: true });
	const row = db.prepare('SELECT password FROM accounts WHERE address = ?').get(address) as {
		password: string;
	};
	db.close();
	return row.password;
}

describe.each([
	['password mode', false],
	['token mode', true]
])('a new password, %s', (_name, tokenMode) => {
	const data = mkdtempSync(join(tmpdir(), 'postern-change-'));
	let product: BedProduct;
	let ada: BedAccount;
	let session: HttpSession;

	beforeAll(async () => {
		product = await startProduct(mail, { tokenMode, data });
		ada = await freshAccount(mail, 'change');
		session = await HttpSession.signedIn(product.facts.origin, ada);
	});
	afterAll(async () => {
		session?.close();
		await product?.end();
	});

	test('a wrong old one, an app password and a weak new one change nothing, and nobody is signed out', async () => {
		const other = await HttpSession.signedIn(product.facts.origin, ada);
		const before = stored(ada.address);
		expect(await change(session, 'not this one', NEXT)).toEqual([401, 'auth/factor']);
		const wanted = { name: 'Phone', services: ['imap'] };
		const made = await session.json('POST', '/api/security/app-passwords', wanted);
		const { password } = JSON.parse(made.body.toString()) as { password: string };
		expect(await change(session, password, NEXT)).toEqual([401, 'auth/factor']);
		expect(await change(session, ada.password, 'sommer2026')).toEqual([422, 'password/weak']);
		expect(await change(session, ada.password, ada.password)).toEqual([422, 'password/weak']);
		expect(await change(session, ada.password, ada.address)).toEqual([422, 'password/weak']);
		expect(stored(ada.address)).toBe(before);
		for (const who of [session, other]) expect((await who.request('/api/folders')).status).toBe(200);
		other.close();
	});

	test('it holds everywhere at once; this browser goes on, every other one is signed out', async () => {
		const other = await HttpSession.signedIn(product.facts.origin, ada);
		expect(await change(session, ada.password, NEXT)).toEqual([200, 'done']);
		expect(stored(ada.address)).toMatch(/^\{ARGON2ID\}\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		const now = { address: ada.address, password: NEXT };
		expect([
			await imapOpens(mail, now),
			await submissionSends(mail, now),
			await sieveOpens(mail, now)
		]).toEqual([true, true, true]);
		expect(await imapOpens(mail, ada)).toBe(false);
		expect((await other.request('/api/folders')).status).toBe(401);
		expect((await session.request('/api/folders')).status).toBe(200);
		const old = new HttpSession(product.facts.origin);
		expect((await old.json('POST', '/api/session', ada)).status).toBe(401);
		(await HttpSession.signedIn(product.facts.origin, now)).close();
		// What was sealed is the new one: it opens the mailbox after a restart, when nothing is connected.
		await product.end();
		product = await startProduct(mail, { tokenMode, data, port: product.facts.port });
		expect((await session.request('/api/folders')).status).toBe(200);
		await expect
			.poll(async () => {
				const imap = await ImapSession.open(mail.ports.imap, ada.address, NEXT);
				await imap.select('INBOX');
				const { text } = await imap.command('FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]');
				imap.close();
				return text;
			})
			.toMatch(/Subject:.*Password changed/);
		old.close();
		other.close();
	});

	test('two changes at once: one wins, and the password is one of the two', async () => {
		const third = 'amber-lantern-quiet-orbit';
		const fourth = 'velvet-harbor-sudden-mint';
		const both = await Promise.all([change(session, NEXT, third), change(session, NEXT, fourth)]);
		expect(both.map(([status]) => status).sort()).toEqual([200, 401]);
		const [won, lost] = both[0]![0] === 200 ? [third, fourth] : [fourth, third];
		expect(await imapOpens(mail, { address: ada.address, password: won })).toBe(true);
		expect(await imapOpens(mail, { address: ada.address, password: lost })).toBe(false);
		expect((await session.request('/api/folders')).status).toBe(200);
	});
});

describe('stores that do not fit', () => {
	const dir = mkdtempSync(join(tmpdir(), 'postern-stores-'));

	async function tried(accounts: string, prepare: () => void = () => {}): Promise<[number, string]> {
		const ada = await freshAccount(mail, 'store');
		const product = await startProduct(mail, { environment: { POSTERN_ACCOUNTS: accounts } });
		const session = await HttpSession.signedIn(product.facts.origin, ada);
		try {
			prepare();
			const outcome = await change(session, ada.password, NEXT);
			expect(await imapOpens(mail, ada)).toBe(true);
			expect((await session.request('/api/folders')).status).toBe(200);
			return outcome;
		} finally {
			session.close();
			await product.end();
		}
	}

	test('an account that is not in it, a store that is not there, none at all', async () => {
		const users = join(dir, 'users');
		writeFileSync(users, 'somebody@demo.test:{PLAIN}x\n');
		expect(await tried(`passwd-file:${users}`)).toEqual([409, 'password/fixed']);
		expect(readFileSync(users, 'utf8')).toBe('somebody@demo.test:{PLAIN}x\n');
		const brief = join(dir, 'brief.db');
		copyFileSync(store, brief);
		expect(await tried(`sqlite:${brief}`, () => rmSync(brief))).toEqual([503, 'accounts/away']);
		expect(await tried('')).toEqual([409, 'password/fixed']);
	});

	test('a store that the mail server does not read: the old password comes back in both', async () => {
		const copy = join(dir, 'copy.db');
		const ada = await freshAccount(mail, 'copy');
		copyFileSync(store, copy);
		const hash = () => {
			const db = new Sqlite(copy, { readonly: true });
			const row = db.prepare('SELECT password FROM accounts WHERE address = ?').get(ada.address);
			db.close();
			return row;
		};
		const before = hash();
		const product = await startProduct(mail, { environment: { POSTERN_ACCOUNTS: `sqlite:${copy}` } });
		const session = await HttpSession.signedIn(product.facts.origin, ada);
		expect(await change(session, ada.password, NEXT)).toEqual([409, 'password/fixed']);
		expect(hash()).toEqual(before);
		expect((await session.request('/api/folders')).status).toBe(200);
		session.close();
		await product.end();
	});
});

/** Looks as often as it can until `seen`, and kills the process in that moment. */
async function killWhen(pid: number, seen: () => boolean): Promise<void> {
	while (!seen()) await new Promise((go) => setImmediate(go));
	process.kill(pid, 'SIGKILL');
}

test('killed on the way: the old or the new password holds, and nobody stays in whom it puts out', async () => {
	const data = mkdtempSync(join(tmpdir(), 'postern-killed-'));
	for (const moment of ['others are out', 'it is written'] as const) {
		const ada = await freshAccount(mail, 'killed');
		const product = await startProduct(mail, { tokenMode: true, data });
		const session = await HttpSession.signedIn(product.facts.origin, ada);
		const other = await HttpSession.signedIn(product.facts.origin, ada);
		const db = new Sqlite(join(data, 'postern.db'), { readonly: true });
		const stays = () =>
			db.prepare('SELECT count(*) FROM session WHERE address = ?').pluck().get(ada.address) as number;
		const before = stored(ada.address);
		expect(stays()).toBe(2);
		const asked = change(session, ada.password, NEXT).catch(() => 'killed');
		await killWhen(product.facts.pid, () =>
			moment === 'it is written' ? stored(ada.address) !== before : stays() === 1
		);
		expect(await asked, moment).toBe('killed');
		db.close();
		await product.end();
		const now = { address: ada.address, password: NEXT };
		const opens = [await imapOpens(mail, ada), await imapOpens(mail, now)];
		expect(opens, moment).toEqual(moment === 'it is written' ? [false, true] : [true, false]);
		const again = await startProduct(mail, { tokenMode: true, data, port: product.facts.port });
		expect((await other.request('/api/folders')).status, moment).toBe(401);
		expect((await session.request('/api/folders')).status, moment).toBe(200);
		session.close();
		other.close();
		await again.end();
	}
});
