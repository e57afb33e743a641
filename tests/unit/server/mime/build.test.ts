import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { build, type NewMessage } from '$lib/server/mime/build';

const base: NewMessage = {
	from: { name: 'Ada', address: 'ada@demo.test' },
	to: [{ name: 'Ben', address: 'ben@demo.test' }],
	cc: [{ name: '', address: 'cleo@demo.test' }],
	bcc: [{ name: '', address: 'dora@demo.test' }],
	replyTo: [{ name: 'Desk', address: 'desk@demo.test' }],
	subject: 'Control',
	text: 'Hello\n',
	date: new Date('2026-11-22T10:02:00Z'),
	messageId: '<control@demo.test>',
	inReplyTo: '<parent@demo.test>',
	references: ['<root@demo.test>', '<parent@demo.test>'],
	files: [{ name: 'plan.pdf', type: 'application/pdf', open: () => Readable.from([Buffer.from('%PDF')]) }]
};

async function bytesOf(message: NewMessage): Promise<string> {
	return (await buffer(build(message).bytes)).toString('latin1');
}

/** Header fields of the message and of its parts: lines that are no continuation, up to the empty one. */
function fields(raw: string): number {
	const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? '';
	return raw
		.split(`--${boundary}`)
		.map((part) => part.replace(/^\r\n/, '').split('\r\n\r\n')[0]!.split('\r\n'))
		.flatMap((lines) => lines.filter((line) => /^[!-9;-~]+:/.test(line))).length;
}

const HOSTILE = [
	'x\r\nBcc: eve@demo.test',
	'x\nX-Evil: 1',
	'x\rX-Evil: 1',
	'x\r\n\r\nbody',
	'x\r\n\tX-Evil: 1',
	'a\tb',
	'a\u0000b',
	'a\ud800b',
	'a\u2028X-Evil: 1',
	'a\u2029b\u0085c',
	'=?utf-8?q?=0d=0aBcc:_eve@demo.test?=',
	'"; boundary="x',
	'x'.repeat(70_000),
	'é'.repeat(70_000)
];

const named = (name: string) => ({ name, address: 'ben@demo.test' });
const addressed = (address: string) => ({ name: '', address });
const PLACES: [string, (value: string) => Partial<NewMessage>][] = [
	['To name', (v) => ({ to: [named(v)] })],
	['To address', (v) => ({ to: [addressed(`${v}@demo.test`)] })],
	['To domain', (v) => ({ to: [addressed(`ben@${v}`)] })],
	['Cc name', (v) => ({ cc: [named(v)] })],
	['Cc address', (v) => ({ cc: [addressed(v)] })],
	['Bcc name', (v) => ({ bcc: [named(v)] })],
	['Bcc address', (v) => ({ bcc: [addressed(v)] })],
	['From name', (v) => ({ from: { name: v, address: 'ada@demo.test' } })],
	['Reply-To name', (v) => ({ replyTo: [named(v)] })],
	['Reply-To address', (v) => ({ replyTo: [addressed(v)] })],
	['Subject', (v) => ({ subject: v })],
	['Message-ID', (v) => ({ messageId: v })],
	['In-Reply-To', (v) => ({ inReplyTo: `<${v}@x>` })],
	['References', (v) => ({ references: [`<${v}@x>`] })],
	['attachment name', (v) => ({ files: [{ ...base.files[0]!, name: v }] })],
	['attachment type', (v) => ({ files: [{ ...base.files[0]!, type: v }] })]
];

describe('hostile header values are refused or encoded (security I2)', async () => {
	const control = fields(await bytesOf(base));

	test.each(PLACES)('%s', async (_place, put) => {
		for (const value of HOSTILE) {
			let raw: string;
			try {
				raw = await bytesOf({ ...base, ...put(value) });
			} catch (error) {
				expect((error as { code?: string }).code).toBe('input/invalid');
				continue;
			}
			expect(fields(raw)).toBe(control);
			expect(raw).not.toMatch(/^(?:X-Evil|Bcc):/m);
			for (const char of ['\r', '\n', '\0']) expect(raw.replaceAll('\r\n', '')).not.toContain(char);
			for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
		}
	});
});

describe('a built message', () => {
	test('is read back as it was written; Bcc is in the envelope alone', async () => {
		const built = build({ ...base, subject: 'Größe 📏', text: 'Überall, 日本語\n\n> quoted\n-- \nAda' });
		const raw = await buffer(built.bytes);
		const parsed = await simpleParser(raw);
		expect(parsed.subject).toBe('Größe 📏');
		expect(parsed.text?.trimEnd()).toBe('Überall, 日本語\n\n> quoted\n-- \nAda');
		expect(
			parsed.attachments.map(({ filename, contentType, content }) => [
				filename,
				contentType,
				content.toString()
			])
		).toEqual([['plan.pdf', 'application/pdf', '%PDF']]);
		expect(built.envelope).toEqual({
			from: 'ada@demo.test',
			to: ['ben@demo.test', 'cleo@demo.test', 'dora@demo.test']
		});
		expect(raw.toString()).not.toMatch(/dora|User-Agent|X-Mailer/i);
		expect(raw.toString()).toContain('format=flowed');
		expect(parsed.messageId).toBe('<control@demo.test>');
		expect(parsed.references).toEqual(['<root@demo.test>', '<parent@demo.test>']);
	});

	test('a draft keeps its Bcc', async () => {
		expect((await buffer(build(base, { keepBcc: true }).bytes)).toString()).toMatch(/^Bcc: dora@demo\.test/m);
	});

	test('names and files of other scripts survive', async () => {
		const raw = await buffer(
			build({
				...base,
				to: [{ name: 'Brandt, "Adä"', address: 'ben@bücher.example' }],
				files: [{ ...base.files[0]!, name: '契約書 “final”.pdf' }]
			}).bytes
		);
		const parsed = await simpleParser(raw);
		const to = Array.isArray(parsed.to) ? parsed.to[0] : parsed.to;
		expect(to?.value[0]?.name).toBe('Brandt, "Adä"');
		expect(raw.toString()).toContain('<ben@xn--bcher-kva.example>');
		expect(parsed.attachments[0]?.filename).toBe('契約書 “final”.pdf');
	});

	test('a text with bare line ends and dots arrives as one message of CRLF lines (security R37)', async () => {
		const raw = await bytesOf({ ...base, text: 'a\n.\r\nMAIL FROM:<eve@x>\r.\nb\n..\n' });
		expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
	});

	test('a message as attachment goes as a file, so that its bytes stay its own', async () => {
		const eml = 'Subject: x\n\nbare\nlines\r and \u0000';
		const file = { name: 'a.eml', type: 'message/rfc822', open: () => Readable.from([Buffer.from(eml)]) };
		const parsed = await simpleParser(await buffer(build({ ...base, files: [file] }).bytes));
		expect(parsed.attachments[0]?.content.toString()).toBe(eml);
	});
});
