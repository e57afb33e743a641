import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { doveadm, enable, loginsOf } from '../bed/doveadm.ts';
import { HttpSession } from '../bed/http-session.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';
import { letter } from './imap-bed.ts';

const mail = inject('mailServer');
const data = mkdtempSync(join(tmpdir(), 'postern-token-mode-'));
let product: BedProduct;

beforeAll(async () => void (product = await startProduct(mail, { data, tokenMode: true })));
afterAll(async () => void (await product?.end()));

const signedIn = (account: BedAccount) => HttpSession.signedIn(product.facts.origin, account);
/** Asks the mail server each time; the list of folders is remembered for a moment. */
const LIST = '/api/folders/INBOX/messages?from=0&count=50';
const codeOf = async (session: HttpSession, path = LIST) => {
	const { status, body } = await session.request(path);
	return status === 200 ? 'ok' : (JSON.parse(body.toString()) as { code: string }).code;
};

/** The event stream of a session: what it has said so far, and its end. */
async function listen(session: HttpSession): Promise<{ heard: () => string; ended: Promise<void> }> {
	const answer = await fetch(`${product.facts.origin}/api/events`, { headers: { cookie: session.cookie } });
	expect(answer.status).toBe(200);
	let heard = '';
	const ended = (async () => {
		for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) heard += chunk;
	})();
	return { heard: () => heard, ended };
}

test('the mailbox opens, no password is kept, and signing in logs in once', async () => {
	const ada = await freshAccount(mail, 'ada');
	const session = await signedIn(ada);
	expect((await session.get<unknown[]>('/api/folders')).length).toBeGreaterThan(3);
	await session.get(LIST);
	// The connection that proved the password is the first to work.
	expect(loginsOf(mail, ada.address)).toEqual(['PLAIN']);
	const stored = new DatabaseSync(join(data, 'postern.db'), { readOnly: true });
	const row = stored.prepare('SELECT sealed FROM session WHERE address = ?').get(ada.address);
	stored.close();
	expect((row!.sealed as Uint8Array).length).toBe(0);
	session.close();
});

test('a watcher that was cut off comes back with a new token', async () => {
	const ada = await freshAccount(mail, 'ada');
	const session = await signedIn(ada);
	const stream = await listen(session);
	await expect.poll(() => loginsOf(mail, ada.address)).toContain('OAUTHBEARER');
	const before = loginsOf(mail, ada.address).length;
	await doveadm(mail, 'kick', ada.address);
	await expect.poll(() => loginsOf(mail, ada.address).length).toBeGreaterThan(before);
	await expect.poll(stream.heard).toContain('"kind":"up"');
	await ada.append(letter('after the cut'));
	await expect.poll(stream.heard).toContain('"change":"new"');
	expect(await codeOf(session)).toBe('ok');
	session.close();
});

test('a disabled account is told so at its next request once its connections are cut, and is signed out', async () => {
	const ada = await freshAccount(mail, 'ada');
	const session = await signedIn(ada);
	expect(await codeOf(session)).toBe('ok');
	enable(mail, ada.address, false);
	// What is open stays open: docs/dovecot.md tells how to end it.
	expect(await codeOf(session)).toBe('ok');
	await doveadm(mail, 'kick', ada.address);
	// Until the cut has reached it, the product may still use the connection.
	await expect.poll(() => codeOf(session)).toBe('auth/refused');
	expect(await codeOf(session, '/api/settings')).toBe('auth/refused');
	const page = await session.request('/mail/INBOX');
	expect([page.status, page.headers.location]).toEqual([303, '/login?next=%2Fmail%2FINBOX']);
	const again = await session.json('POST', '/api/session', { address: ada.address, password: ada.password });
	expect([again.status, JSON.parse(again.body.toString()).code]).toEqual([401, 'auth/wrong']);
	session.close();
});

test('the event stream of a disabled account ends, and its session with it', async () => {
	const ada = await freshAccount(mail, 'ada');
	const session = await signedIn(ada);
	const stream = await listen(session);
	await expect.poll(stream.heard).toContain('"kind":"folder"');
	enable(mail, ada.address, false);
	await doveadm(mail, 'kick', ada.address);
	await stream.ended;
	await expect.poll(() => codeOf(session, '/api/settings')).toBe('auth/refused');
	session.close();
});

test('where the mail server takes no token at all, that is said, and nobody is signed out', async () => {
	const stranger = await startProduct(mail, {
		tokenMode: true,
		environment: { POSTERN_TOKEN_ISSUER: 'https://elsewhere.example' }
	});
	try {
		const ada = await freshAccount(mail, 'ada');
		const session = await HttpSession.signedIn(stranger.facts.origin, ada);
		expect(await codeOf(session)).toBe('ok');
		await doveadm(mail, 'kick', ada.address);
		await expect.poll(() => codeOf(session)).toBe('server/refused');
		expect(await codeOf(session, '/api/settings')).toBe('ok');
		expect(stranger.log()).toContain('the mail server takes no token of ours');
		session.close();
	} finally {
		await stranger.end();
	}
});

test('switching to tokens takes kept passwords away; switching back ends what has none', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'postern-switch-'));
	const ada = await freshAccount(mail, 'ada');
	const byPassword = await startProduct(mail, { data: folder });
	const { port } = byPassword.facts;
	const session = await HttpSession.signedIn(byPassword.facts.origin, ada);
	await byPassword.end();
	const byToken = await startProduct(mail, { data: folder, port, tokenMode: true });
	expect(await codeOf(session)).toBe('ok');
	expect(loginsOf(mail, ada.address)).toEqual(['PLAIN', 'OAUTHBEARER']);
	const stored = new DatabaseSync(join(folder, 'postern.db'), { readOnly: true });
	expect(stored.prepare('SELECT count(*) AS kept FROM session WHERE length(sealed) > 0').get()!.kept).toBe(0);
	stored.close();
	await byToken.end();
	const back = await startProduct(mail, { data: folder, port });
	expect(await codeOf(session)).toBe('auth/expired');
	await back.end();
	session.close();
});

test('a folder of keys that cannot be used is said at the start', async () => {
	const started = startProduct(mail, {
		tokenMode: true,
		environment: { POSTERN_TOKEN_KEYS: '/dev/null/keys' }
	});
	await expect(started).rejects.toThrow(
		'postern: POSTERN_TOKEN_KEYS names “/dev/null/keys”, where no key can be made or read'
	);
});
