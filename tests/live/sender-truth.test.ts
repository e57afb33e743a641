import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Uid } from '$lib/mail/ids';
import type { SenderTruth } from '$lib/mail/sender-truth';
import type { Account } from '$lib/server/account';
import { checkAgain } from '$lib/server/flows/check-again';
import { openMessage } from '$lib/server/flows/open-message';
import { receivedPath } from '$lib/server/flows/received-path';
import { rememberWritten } from '$lib/server/flows/remember-written';
import { fullTruth } from '$lib/server/flows/sender-past';
import { closeAll } from '$lib/server/imap/pool';
import { closeDatabase, migrate, sqlite } from '$lib/server/store/database';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { startTextNames, type TextNames } from '../bed/text-names.ts';
import { INBOX, folder, signedIn, use } from './imap-bed.ts';

const mail = inject('mailServer');
let ada: BedAccount;
let account: Account;
let names: TextNames;

beforeAll(async () => {
	use(mail);
	names = await startTextNames();
	process.env.POSTERN_RESOLVER = names.address;
	process.env.POSTERN_AUTHSERV_IDS = 'mx.demo.test';
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-truth-'));
	await migrate();
});
afterAll(async () => {
	closeAll();
	await closeDatabase();
	await names.end();
});
beforeEach(async () => {
	ada = await freshAccount(mail, 'ada');
	account = signedIn(ada);
});

interface Sample {
	readonly from?: string;
	/** After the authserv-id; empty for no such header. */
	readonly results?: string;
	readonly to?: string;
	readonly path?: string;
	/** Day of November 2026, or of what `month` says. */
	readonly day?: number;
	readonly travelled?: boolean;
	readonly id?: string;
}

const GOOD = 'dkim=pass header.d=sails.example; dmarc=pass header.from=sails.example';
let number = 0;

/** Files a message as a server would have delivered it. */
async function arrive(sample: Sample = {}): Promise<Uid> {
	const { from = 'Ingrid Solheim <ingrid@sails.example>', results = GOOD, day = 10, path = 'INBOX' } = sample;
	const date = `${String(day).padStart(2, '0')}-Nov-2026 10:00:00 +0000`;
	const trace =
		sample.travelled === false
			? ''
			: 'Received: from mail.sails.example (mail.sails.example [192.0.2.1])\r\n\tby mx.demo.test (Postfix) with ESMTPS id 4Zk; Tue, 10 Nov 2026 10:00:00 +0000\r\n';
	const raw = Buffer.from(
		`${trace}${results ? `Authentication-Results: mx.demo.test;\r\n\t${results}\r\n` : ''}` +
			`Received: from desk (desk [198.51.100.2]) by mail.sails.example with ESMTPSA; Tue, 10 Nov 2026 09:59:30 +0000\r\n` +
			`From: ${from}\r\nTo: ${sample.to ?? ada.address}\r\nSubject: s\r\n` +
			`Message-ID: <${sample.id ?? `truth-${++number}`}@sails.example>\r\n\r\nHello.\r\n`
	);
	const imap = await ada.imap();
	if (path !== 'INBOX') await imap.command(`CREATE "${path}"`).catch(() => undefined);
	const { text } = await imap.command(`APPEND "${path}" () "${date}"`, raw);
	imap.close();
	return Number(/APPENDUID \d+ (\d+)/.exec(text)![1]) as Uid;
}

const open = async (uid: Uid, path = 'INBOX'): Promise<SenderTruth> =>
	(await openMessage(account, folder(path), uid)).truth;
const messagesOf = (address: string): number =>
	(
		sqlite()
			.prepare('select messages from sender where account = ? and address = ?')
			.get(account.address, address) as { messages: number } | undefined
	)?.messages ?? 0;

test('our own server has proved the sender', async () => {
	expect(await open(await arrive())).toMatchObject({
		standing: 'proved',
		authenticity: {
			source: 'server',
			by: 'mx.demo.test',
			dkim: [{ result: 'pass', domain: 'sails.example' }],
			dmarc: { result: 'pass', domain: 'sails.example' }
		}
	});
});

test('a message inside another is nobody’s word', async () => {
	const inner = `Received: from a (a [192.0.2.1]) by mx.demo.test with SMTP; x\r\nAuthentication-Results: mx.demo.test; ${GOOD}\r\nFrom: ingrid@sails.example\r\n\r\nInner\r\n`;
	const uid = (await ada.append(
		Buffer.from(
			`From: eve@evil.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--b--\r\n`
		)
	)) as Uid;
	const { truth, header } = await openMessage(account, INBOX, uid, { part: '1' as never });
	expect(header.from[0]?.address).toBe('ingrid@sails.example');
	expect(truth).toEqual({ standing: 'unproved', authenticity: null, passport: null, namesake: null });
});

describe('the passport', () => {
	test('a first message is one, however often it is opened', async () => {
		const uid = await arrive();
		for (let i = 0; i < 3; i++) {
			expect((await open(uid)).passport).toMatchObject({ firstSeen: null, messages: 0, changed: false });
			await expect.poll(() => messagesOf('ingrid@sails.example')).toBe(1);
		}
	});

	test('later ones know the earlier, whatever order they are opened in', async () => {
		const early = await arrive({ day: 1 });
		const late = await arrive({ day: 9 });
		await open(late);
		await expect.poll(() => messagesOf('ingrid@sails.example')).toBe(1);
		expect((await open(early)).passport).toMatchObject({ firstSeen: null, messages: 1 });
		await expect.poll(() => messagesOf('ingrid@sails.example')).toBe(2);
		expect((await open(late)).passport).toEqual({
			firstSeen: Date.UTC(2026, 10, 1, 10),
			messages: 1,
			usuallySignedBy: 'sails.example',
			changed: false
		});
	});

	test('mail that was always signed and is not any more stands out', async () => {
		await open(await arrive({ day: 1 }));
		await expect.poll(() => messagesOf('ingrid@sails.example')).toBe(1);
		const unsigned = await open(await arrive({ day: 2, results: 'spf=pass smtp.mailfrom=sails.example' }));
		expect(unsigned.passport).toMatchObject({ usuallySignedBy: 'sails.example', changed: true });
		const other = await open(await arrive({ day: 3, results: 'dkim=pass header.d=bulk.example' }));
		expect(other.passport).toMatchObject({ usuallySignedBy: 'sails.example', changed: true });
		// Our server is silent: nobody knows.
		expect((await open(await arrive({ day: 4, results: '' }))).passport).toMatchObject({ changed: false });
		// Older than their first signed one.
		const before = await arrive({ day: 1, results: 'spf=pass' });
		sqlite().prepare('update sender set signed_since = signed_since + 1').run();
		expect((await open(before)).passport).toMatchObject({ changed: false });
	});

	test('mail that failed teaches nothing about whom it names', async () => {
		const uid = await arrive({ results: 'dmarc=fail header.from=sails.example' });
		expect(await open(uid)).toMatchObject({ standing: 'failed', passport: { messages: 0 } });
		await open(await arrive({ from: 'Other <other@sails.example>' }));
		await expect.poll(() => messagesOf('other@sails.example')).toBe(1);
		expect(messagesOf('ingrid@sails.example')).toBe(0);
	});

	test('one’s own mail, and copies that never travelled, have none', async () => {
		expect((await open(await arrive({ from: `Me <${ada.address}>` }))).passport).toBeNull();
		const raw = Buffer.from('From: Alias <alias@elsewhere.example>\r\nSubject: s\r\n\r\nHello.\r\n');
		expect((await open((await ada.append(raw)) as Uid)).passport).toBeNull();
	});
});

describe('a look into the past', () => {
	test('people known for years are not new', async () => {
		await arrive({ day: 2, path: 'Archive' });
		await arrive({ day: 3 });
		// A longer address that holds theirs, and somebody in Junk who only says to be them.
		await arrive({ day: 1, from: 'x-ingrid@sails.example' });
		await arrive({ day: 1, path: 'Junk' });
		const uid = await arrive({ day: 20 });
		expect((await open(uid)).passport).toMatchObject({ firstSeen: null });
		await expect.poll(() => messagesOf('ingrid@sails.example')).toBe(1);
		const { passport } = await fullTruth(account, INBOX, uid);
		expect(passport).toEqual({
			firstSeen: Date.UTC(2026, 10, 2, 10),
			messages: 2,
			usuallySignedBy: 'sails.example',
			changed: false
		});
		// What the look has counted is not counted again when it is opened.
		await open(uid);
		expect((await fullTruth(account, INBOX, uid)).passport).toEqual(passport);
	});

	test('a folder that they were filed into is looked at too', async () => {
		for (const day of [1, 2]) await arrive({ day, path: 'Invoices' });
		const earlier = await arrive({ day: 3, path: 'Invoices' });
		const uid = await arrive({ day: 20, results: 'dkim=pass header.d=bulk.example' });
		expect((await fullTruth(account, INBOX, uid)).passport).toEqual({
			firstSeen: Date.UTC(2026, 10, 1, 10),
			messages: 3,
			usuallySignedBy: 'sails.example',
			changed: true
		});
		// Found then, opened now: the three others are not four.
		expect((await open(earlier, 'Invoices')).passport).toMatchObject({ messages: 3, changed: false });
	});

	test('a signature that is missing today was there before', async () => {
		for (const day of [1, 2, 3]) await arrive({ day });
		const uid = await arrive({ day: 20, results: 'spf=pass' });
		expect((await fullTruth(account, INBOX, uid)).passport).toMatchObject({
			usuallySignedBy: 'sails.example',
			changed: true
		});
	});
});

describe('another of the same name', () => {
	const namesake = { from: '"SOLHEIM, Íngrid" <ingrid.solheim@freemail.example>', results: 'spf=pass' };

	test('is found among those known', async () => {
		await open(await arrive({ day: 1 }));
		await expect.poll(() => messagesOf('ingrid@sails.example')).toBe(1);
		expect((await open(await arrive({ ...namesake, day: 5 }))).namesake).toBe('ingrid@sails.example');
		await expect.poll(() => messagesOf('ingrid.solheim@freemail.example')).toBe(1);
		// The one known longer is the original.
		expect((await open(await arrive({ day: 6 }))).namesake).toBeNull();
	});

	test('is found in the folders', async () => {
		await arrive({ day: 1 });
		const uid = await arrive({ ...namesake, from: 'Ingrid Solheim <ingrid@evil.example>', day: 5 });
		expect((await open(uid)).namesake).toBeNull();
		expect((await fullTruth(account, INBOX, uid)).namesake).toBe('ingrid@sails.example');
	});

	test('is no stranger when they were written to', async () => {
		await arrive({ day: 1 });
		await arrive({ path: 'Sent', to: 'Ingrid <ingrid@home.example>', from: account.address, day: 2 });
		const uid = await arrive({ from: 'Ingrid Solheim <ingrid@home.example>', day: 5 });
		expect((await fullTruth(account, INBOX, uid)).namesake).toBeNull();
	});
});

test('checked again, from where our own server took it in', async () => {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'der' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
	});
	names.texts.set('s1._domainkey.sails.example', `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`);
	names.texts.set('sails.example', 'v=spf1 ip4:192.0.2.1 -all');
	names.texts.set('_dmarc.sails.example', 'v=DMARC1; p=reject');
	const built = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail({
		...{ from: 'Ingrid <ingrid@sails.example>', to: ada.address, subject: 'Sails', text: 'Hello.' },
		dkim: { domainName: 'sails.example', keySelector: 's1', privateKey }
	});
	const signed = (built.message as Buffer).toString('latin1');
	const received = (client: string) =>
		`Return-Path: <ingrid@sails.example>\r\nReceived: from mail.sails.example (mail.sails.example [${client}])\r\n\tby mx.demo.test (Postfix) with ESMTPS id 4Zk; Tue, 10 Nov 2026 10:00:00 +0000\r\n`;
	const file = async (raw: string) => (await ada.append(Buffer.from(raw, 'latin1'))) as Uid;
	expect(await checkAgain(account, INBOX, await file(received('192.0.2.1') + signed))).toMatchObject({
		source: 'checked',
		spf: { result: 'pass', domain: 'sails.example' },
		dkim: [{ result: 'pass', domain: 'sails.example' }],
		dmarc: { result: 'pass', domain: 'sails.example' }
	});
	const forged = received('203.0.113.9') + received('192.0.2.1') + signed.replace('Hello', 'Hallo');
	expect(await checkAgain(account, INBOX, await file(forged))).toMatchObject({
		spf: { result: 'fail' },
		dkim: [{ result: 'fail' }],
		dmarc: { result: 'fail' }
	});
	const many = `DKIM-Signature: v=1; d=x.example\r\n`.repeat(11);
	await expect(checkAgain(account, INBOX, await file(many + signed))).rejects.toMatchObject({
		code: 'check/too-much'
	});
});

test('who was written to is no stranger', async () => {
	await rememberWritten(account, [{ name: 'Ingrid Solheim', address: 'Ingrid@Home.example' }]);
	await arrive({ day: 1 });
	const known = await open(await arrive({ from: 'Ingrid Solheim <ingrid@home.example>', day: 5 }));
	expect(known.namesake).toBeNull();
	const other = await open(await arrive({ from: 'Ingrid Solheim <ingrid@evil.example>', day: 6 }));
	expect(other.namesake).toBe('ingrid@home.example');
});

test('the received path, oldest step first', async () => {
	const { hops, left } = await receivedPath(account, INBOX, await arrive());
	expect(left).toBe(0);
	expect(hops).toMatchObject([
		{ by: 'mail.sails.example', fromAddress: '198.51.100.2', with: 'ESMTPSA', ours: false, delayMs: null },
		{ by: 'mx.demo.test', fromAddress: '192.0.2.1', ours: true, delayMs: 30_000 }
	]);
});
