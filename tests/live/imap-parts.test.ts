import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findPart } from '$lib/mail/body';
import type { PartId, Uid } from '$lib/mail/ids';
import type { PartNode } from '$lib/mail/structure';
import { closeAll } from '$lib/server/imap/close';
import * as parts from '$lib/server/imap/parts';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { INBOX, letter, signedIn, use } from './imap-bed.ts';

let bed: BedAccount;
let account: ReturnType<typeof signedIn>;

beforeAll(async () => {
	use(inject('mailServer'));
	bed = await freshAccount(inject('mailServer'), 'parts');
	account = signedIn(bed);
});
afterAll(closeAll);

const put = async (raw: Buffer | string) => (await bed.append(Buffer.from(raw))) as Uid;
const all = async (stream: AsyncIterable<unknown>) => {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
};
const ids = (node: PartNode): string[] => [`${node.id ?? '-'} ${node.type}`, ...node.children.flatMap(ids)];
const mixed = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n';
const part = (header: string, body: string) => `--b\r\n${header}\r\n\r\n${body}\r\n`;

test('a tree with a message in it, whose parts can be read by their ids', async () => {
	const inner = `Subject: =?utf-8?q?in=C3=BC?=\r\nFrom: In <in@x.test>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain\r\n\r\nplain\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--c--`;
	const single = 'Subject: alone\r\n\r\nonly text';
	const uid = await put(
		letter(
			'outer',
			mixed,
			part('Content-Type: text/plain', 'hi') +
				part('Content-Type: message/rfc822', inner) +
				part('Content-Type: message/rfc822', single) +
				'--b--'
		)
	);
	const { root, header, size } = await parts.structure(account, INBOX, uid);
	expect(ids(root)).toEqual([
		'- multipart/mixed',
		'1 text/plain',
		'2 message/rfc822',
		'- multipart/alternative',
		'2.1 text/plain',
		'2.2 text/html',
		'3 message/rfc822',
		'3.1 text/plain'
	]);
	expect(root.children[1]?.message).toMatchObject({
		subject: 'inü',
		from: [{ name: 'In', address: 'in@x.test' }]
	});
	expect(header.subject).toBe('outer');
	expect(size).toBeGreaterThan(500);
	for (const [id, text] of [
		['1', 'hi'],
		['2.2', '<p>html</p>'],
		['3.1', 'only text']
	] as const) {
		const node = findPart(root, id as PartId)!;
		expect((await parts.readText(account, INBOX, uid, node, { maxBytes: 1000 })).text.trim()).toBe(text);
	}
	expect(await parts.readHeaders(account, INBOX, uid, '2' as PartId, 1000)).toContain(
		'Subject: =?utf-8?q?in'
	);
});

test('20 MB come out as they went in, piece by piece, while other work goes on', async () => {
	const bytes = Buffer.alloc(20e6, 'postern!');
	const uid = await put(
		letter(
			'big',
			mixed,
			part(
				'Content-Type: application/zip\r\nContent-Transfer-Encoding: base64',
				bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
			) + '--b--'
		)
	);
	const { root } = await parts.structure(account, INBOX, uid);
	const stream = await parts.readPart(account, INBOX, uid, root.children[0]!);
	expect((await all(stream)).equals(bytes)).toBe(true);
	const raw = await parts.readRaw(account, INBOX, uid);
	raw.once('data', () => raw.destroy());
	await new Promise((resolve) => raw.once('close', resolve));
	expect((await parts.structure(account, INBOX, uid)).uid).toBe(uid);
});

test('broken encodings give what can be read, and say so', async () => {
	const read = async (header: string, body: string, maxBytes = 1000) => {
		const uid = await put(
			Buffer.from(`Subject: x\r\nMIME-Version: 1.0\r\n${header}\r\n\r\n${body}`, 'latin1')
		);
		const { root } = await parts.structure(account, INBOX, uid);
		return parts.readText(account, INBOX, uid, root, { maxBytes });
	};
	const encoded = (encoding: string, charset = 'utf-8') =>
		`Content-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}`;
	expect(await read(encoded('base64'), 'aGVsbG8gd29ybGQ')).toMatchObject({
		text: 'hello world',
		damaged: true
	});
	expect(await read(encoded('base64'), 'aGVs*bG8=\r\n')).toMatchObject({ text: 'hello', damaged: true });
	expect(await read(encoded('base64'), 'aGk=aGk=')).toMatchObject({ text: 'hihi' });
	expect(await read(encoded('quoted-printable'), 'a=ZZb=C3=BC =\r\nc   \r\nd=')).toMatchObject({
		text: 'a=ZZbü c\r\nd',
		damaged: true
	});
	expect(await read(encoded('x-unknown'), 'text')).toMatchObject({ text: 'text', damaged: true });
	expect(await read(encoded('8bit', 'nonsense'), 'caf\xe9')).toMatchObject({ text: 'café', damaged: true });
	expect(await read(encoded('8bit', 'windows-1252'), '\x80')).toMatchObject({ text: '€', damaged: false });
	expect(await read(encoded('7bit', 'iso-2022-jp'), '\x1b$BF|K\\\x1b(B')).toMatchObject({
		text: '日本',
		damaged: false
	});
	expect(await read(encoded('7bit'), 'x'.repeat(5000), 100)).toMatchObject({
		text: 'x'.repeat(100),
		truncated: true
	});
});

test('what is not there is a Problem', async () => {
	const uid = await put(letter('x'));
	await expect(parts.structure(account, INBOX, 999_999 as Uid)).rejects.toMatchObject({
		code: 'message/missing'
	});
	await expect(parts.readRaw(account, INBOX, 999_999 as Uid)).rejects.toMatchObject({
		code: 'message/missing'
	});
	// Dovecot has an empty part for every number; a tree shows which there are.
	const { root } = await parts.structure(account, INBOX, uid);
	expect(findPart(root, '7.7' as PartId)).toBeNull();
});

test('a hostile head is bounded, and its fields are found all the same', async () => {
	const uid = await put(
		`X-Junk: ${'y'.repeat(900)}\r\n`.repeat(200) +
			`To: ${'"A B" <a@x.test>, '.repeat(900)}z@x.test\r\nSubject: behind\r\nFrom: f@x.test\r\n\r\nx`
	);
	const { header } = await parts.structure(account, INBOX, uid);
	expect(header).toMatchObject({ subject: 'behind', shortened: true });
	expect(header.from[0]?.address).toBe('f@x.test');
	expect(header.to.length).toBeLessThanOrEqual(500);
});

test('a thousand parts, and a hundred levels, are cut with a mark', { timeout: 60_000 }, async () => {
	const many = await put(letter('many', mixed, `${part('Content-Type: text/plain', 'x').repeat(1500)}--b--`));
	expect(await parts.structure(account, INBOX, many)).toMatchObject({ shortened: true });
	let body = 'Content-Type: text/plain\r\n\r\ndeep';
	for (let i = 0; i < 150; i++)
		body = `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n${body}\r\n--b${i}--`;
	const deep = await put(`Subject: deep\r\nMIME-Version: 1.0\r\n${body}\r\n`);
	const { root } = await parts.structure(account, INBOX, deep);
	expect(ids(root).length).toBeLessThanOrEqual(110);
});
