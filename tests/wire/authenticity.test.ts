import { Readable } from 'node:stream';
import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { check, type Client } from '$lib/server/authenticity/check';
import { startTextNames, type TextNames } from '../bed/text-names.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'der' },
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
});
const KEY = `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`;
const CLIENT: Client = { address: '192.0.2.1', helo: 'mail.sails.test', sender: 'ingrid@sails.test' };
const NOBODY: Client = { address: null, helo: null, sender: null };
let names: TextNames;

beforeAll(async () => {
	names = await startTextNames();
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_RESOLVER = names.address;
});
afterAll(() => names.end());
beforeEach(() => {
	names.silent = false;
	names.asked.length = 0;
	names.texts.clear();
	for (const [name, text] of [
		['s1._domainkey.sails.test', KEY],
		['sails.test', 'v=spf1 ip4:192.0.2.1 -all'],
		['_dmarc.sails.test', 'v=DMARC1; p=reject']
	])
		names.texts.set(name!, text!);
});

const LETTER =
	'From: Ingrid <ingrid@sails.test>\r\nTo: ada@demo.test\r\nSubject: Sails\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nHello.\r\n';

async function signed(letter = LETTER, domain = 'sails.test'): Promise<string> {
	const { signatures } = await dkimSign(letter, {
		canonicalization: 'relaxed/relaxed',
		signatureData: [{ signingDomain: domain, selector: 's1', privateKey }]
		// The package's types want the key beside the list too, which would sign twice.
	} as unknown as Parameters<typeof dkimSign>[1]);
	return signatures + letter;
}

async function* stream(text: string | Buffer, size = 512 * 1024): AsyncGenerator<Buffer> {
	const bytes = Buffer.from(text);
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const run = (text: string | Buffer, client: Client = CLIENT) => check(stream(text), client, 'mail.demo.test');

test('a signed message from where its domain says passes everything', async () => {
	expect(await run(await signed())).toEqual({
		source: 'checked',
		by: 'mail.demo.test',
		spf: { result: 'pass', domain: 'sails.test' },
		dkim: [{ result: 'pass', domain: 'sails.test' }],
		dmarc: { result: 'pass', domain: 'sails.test' }
	});
});

describe('what does not hold', () => {
	test('a body that was changed', async () => {
		const found = await run((await signed()).replace('Hello', 'Hallo'), {
			...CLIENT,
			address: '203.0.113.9'
		});
		expect(found).toMatchObject({
			spf: { result: 'fail' },
			dkim: [{ result: 'fail', domain: 'sails.test' }],
			dmarc: { result: 'fail' }
		});
	});

	test('a From that was changed', async () => {
		const found = await run((await signed()).replace('<ingrid@', '<ceo@'), NOBODY);
		expect(found).toMatchObject({ spf: null, dkim: [{ result: 'fail' }], dmarc: { result: 'fail' } });
	});

	test('a signature whose key is gone', async () => {
		names.texts.delete('s1._domainkey.sails.test');
		const found = await run(await signed(), NOBODY);
		expect(found).toMatchObject({ dkim: [{ result: 'permerror', domain: 'sails.test' }] });
	});

	test('another’s good signature', async () => {
		names.texts.set('s1._domainkey.evil.test', KEY);
		const found = await run(await signed(LETTER, 'evil.test'), NOBODY);
		expect(found).toMatchObject({
			dkim: [{ result: 'pass', domain: 'evil.test' }],
			dmarc: { result: 'fail', domain: 'sails.test' }
		});
	});

	test('two From headers have no DMARC', async () => {
		const found = await run(`From: ceo@bank.test\r\n${await signed()}`, NOBODY);
		expect(found.dmarc).toBeNull();
	});

	test('no signature, no policy', async () => {
		names.texts.clear();
		const found = await run(LETTER);
		expect(found).toMatchObject({ spf: { result: 'none' }, dkim: [] });
		expect(found.dmarc?.result ?? 'none').toBe('none');
	});
});

test('name servers that are away make it an error for now, soon', async () => {
	names.silent = true;
	const started = performance.now();
	const found = await run(await signed());
	expect(performance.now() - started).toBeLessThan(25_000);
	expect(found).toMatchObject({ spf: { result: 'temperror' }, dkim: [{ result: 'temperror' }] });
	expect(found.dmarc?.result ?? 'temperror').toBe('temperror');
});

test('only results come out, not what the name servers know', async () => {
	names.texts.set('secret.internal.test', 'the launch code is 1234');
	names.texts.set('sails.test', 'v=spf1 include:secret.internal.test exp=secret.internal.test -all');
	const found = JSON.stringify(await run(await signed(), { ...CLIENT, address: '203.0.113.9' }));
	expect(found).not.toContain('launch');
	expect(found).not.toContain('secret');
});

test('a message that asks for much is not given it', async () => {
	for (let i = 0; i < 100; i++) names.texts.set(`i${i}.test`, `v=spf1 include:i${i + 1}.test -all`);
	const many = Array.from(
		{ length: 100 },
		(_, i) =>
			`DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d${i}.test; s=s; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n`
	).join('');
	await run(many + LETTER.replace('Hello.\r\n', ''), { ...CLIENT, sender: 'a@i0.test' });
	expect(new Set(names.asked).size).toBeLessThanOrEqual(60);
});

test('thirty megabytes leave room for others, more are refused', async () => {
	const large = await signed(
		LETTER + 'A line of some seventy letters, again and again, to make it large.\r\n'.repeat(420_000)
	);
	let turns = 0;
	let turning = true;
	const turn = () => void (turning && (turns++, setImmediate(turn)));
	turn();
	const found = await check(stream(large), NOBODY, 'mail.demo.test');
	turning = false;
	expect(found.dkim).toMatchObject([{ result: 'pass' }]);
	// One for each piece of 32 kB at least.
	expect(turns).toBeGreaterThan(800);
	await expect(check(stream(`${large}${'x\r\n'.repeat(1_500_000)}`), NOBODY, 'm')).rejects.toMatchObject({
		code: 'check/too-much'
	});
});

test('a line without an end is not gone through: each part of it would be copied for each other', async () => {
	const endless = Buffer.from(`${LETTER}${'a '.repeat(100_000)}`);
	const pieces = Array.from({ length: 20 }, (_, i) => endless.subarray(i * 10_000, (i + 1) * 10_000));
	await expect(check(Readable.from(pieces), NOBODY, 'here.test')).rejects.toMatchObject({
		code: 'check/too-much'
	});
});
