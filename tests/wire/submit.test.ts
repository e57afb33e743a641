import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Account } from '$lib/server/account';
import type { Server } from '$lib/server/config';
import { Problem } from '$lib/server/problem';
import { submit, type Outcome } from '$lib/server/smtp/submit';
import { CUT, fakeSmtp, type FakeSmtp, type Script } from './fake-smtp.ts';

const account: Account = {
	address: 'ada@demo.test',
	admin: false,
	credential: () => ({ kind: 'password', user: 'ada@demo.test', password: 'hidden-password' })
};

let server: FakeSmtp | undefined;
afterEach(async () => server?.end());

const MESSAGE = `Subject: x\r\n\r\n${'line\r\n'.repeat(20_000)}`;

/** Submits to a scripted server. A problem comes back as `problem: code`. */
async function run(
	script: Script,
	more: { tls?: Server['tls']; ca?: string; to?: string[]; size?: number; large?: boolean } = {}
) {
	server = await fakeSmtp(script);
	const target: Server = {
		host: '127.0.0.1',
		port: server.port,
		tls: more.tls ?? 'plain',
		...(more.ca ? { ca: more.ca } : {})
	};
	const mail = {
		from: 'ada@demo.test',
		to: more.to ?? ['ben@demo.test'],
		size: more.size ?? MESSAGE.length,
		open: () =>
			Readable.from(
				more.large ? Array.from({ length: 400 }, () => Buffer.from(MESSAGE)) : [Buffer.from(MESSAGE)]
			)
	};
	return submit(account, mail, target).catch((problem: unknown) => {
		expect(problem).toBeInstanceOf(Problem);
		const { code, detail = '' } = problem as Problem;
		expect(detail).not.toContain('hidden-password');
		expect(detail.length).toBeLessThanOrEqual(500);
		return `problem: ${code}` as const;
	});
}
const kind = (outcome: Outcome | string) => (typeof outcome === 'string' ? outcome : outcome.kind);

describe('a line that is cut: either nothing was sent, or nobody knows (security G17)', () => {
	test.each<[string, Script, string]>([
		['before the greeting', { greeting: CUT }, 'problem: server/away'],
		['behind the greeting', { ehlo: CUT }, 'problem: server/away'],
		['at AUTH', { auth: CUT }, 'problem: server/away'],
		['at MAIL', { mail: CUT }, 'problem: server/away'],
		['at RCPT', { rcpt: { '*': CUT } }, 'problem: server/away'],
		['at DATA', { data: CUT }, 'problem: server/away'],
		['behind the first octets', { cutAfter: 10 }, 'problem: server/away'],
		['in the middle of the message', { cutAfter: 60_000 }, 'problem: server/away'],
		['behind the final dot', { end: CUT }, 'unknown'],
		['behind the final dot, in the middle of the answer', { end: '250-tak' }, 'unknown'],
		['behind the answer', { quit: CUT }, 'accepted'],
		['behind an empty greeting', { greeting: '' }, 'problem: server/slow']
	])('%s', { timeout: 30_000 }, async (where, script, expected) => {
		// Larger than what sockets hold, so that octets handed to the system are octets on the wire.
		const pending = run(script, { large: script.cutAfter !== undefined });
		if (where.includes('middle of the answer')) setTimeout(() => void server?.end(), 1500);
		expect(kind(await pending)).toBe(expected);
	});
});

describe('what the server says (security P6)', () => {
	test('taken', async () => {
		expect(await run({})).toEqual({ kind: 'accepted', refused: [] });
		expect(server?.taken).toEqual([MESSAGE.replace(/\r\n$/, '')]);
		expect(server?.heard).toContain('MAIL FROM:<ada@demo.test> SIZE=120014');
	});
	test('refused at the end, with its words', async () => {
		expect(await run({ end: '554 5.7.1 spam, sorry' })).toEqual({
			kind: 'refused',
			reply: '554 5.7.1 spam, sorry',
			refused: []
		});
	});
	test('some recipients are left out, with its words for each', async () => {
		const outcome = await run(
			{ rcpt: { 'x@demo.test': '550 5.1.1 who' } },
			{ to: ['ben@demo.test', 'x@demo.test'] }
		);
		expect(outcome).toEqual({
			kind: 'accepted',
			refused: [{ address: 'x@demo.test', reply: '550 5.1.1 who' }]
		});
	});
	test('all recipients refused: nothing was sent', async () => {
		const outcome = await run({ rcpt: { '*': '550 5.1.1 who' } });
		expect(outcome).toMatchObject({ kind: 'refused', refused: [{ address: 'ben@demo.test' }] });
		expect(server?.taken).toEqual([]);
	});
	test.each<[string, Script, string]>([
		['421 at MAIL', { mail: '421 going down' }, 'refused'],
		['421 behind the dot', { end: '421 going down' }, 'refused'],
		['451 behind the dot', { end: '451 later' }, 'refused'],
		['a wrong sender', { mail: '553 5.7.1 not yours' }, 'refused'],
		['a wrong password', { auth: '535 5.7.8 no' }, 'problem: auth/expired'],
		['a login that is not about the password', { auth: '538 5.7.11 encrypt' }, 'problem: send/refused'],
		['a password service that is down', { auth: '454 4.7.0 later' }, 'problem: server/away'],
		['a server that takes nobody', { greeting: '554 no' }, 'problem: send/refused'],
		['nonsense behind the dot', { end: 'what' }, 'unknown'],
		['354 behind the dot', { end: '354 more' }, 'unknown']
	])('%s', async (_name, script, expected) => expect(kind(await run(script))).toBe(expected));

	test('ten thousand lines of 8-bit: bounded text, outcome known', async () => {
		const reply = `${'554-\xff\x07Nein, b\xf6se\r\n'.repeat(10_000)}554 no`;
		const outcome = await run({ end: reply });
		expect(outcome).toMatchObject({ kind: 'refused' });
		const words = (outcome as { reply: string }).reply;
		expect(words.length).toBeLessThanOrEqual(300);
		expect(words).not.toMatch(/\p{Cc}/u);
	});
	test('an answer without end is given up: unknown', async () => {
		expect(kind(await run({ end: `250-${'x'.repeat(2_000_000)}` }))).toBe('unknown');
	});
	test('too large by its own word: refused before a byte is sent', async () => {
		expect(await run({}, { size: 2_000_000 })).toBe('problem: size/too-large');
		expect(server?.heard.some((line) => line.startsWith('MAIL'))).toBe(false);
	});
	test('CRLF in an address never reaches the wire', async () => {
		await run({}, { to: ['ben@demo.test>\r\nRCPT TO:<eve@demo.test'] });
		expect(server?.heard.filter((line) => line.includes('eve'))).toEqual([]);
	});
});

describe('TLS (security P2, P3)', () => {
	const certificates = new Map<string, { key: string; cert: string }>();
	beforeAll(() => {
		const dir = mkdtempSync(join(tmpdir(), 'postern-cert-'));
		const make = (name: string, subject: string, days: string[]) => {
			const [key, cert] = [join(dir, `${name}.key`), join(dir, `${name}.pem`)];
			const args = [
				'req',
				'-x509',
				'-newkey',
				'ec',
				'-pkeyopt',
				'ec_paramgen_curve:prime256v1',
				'-nodes',
				'-keyout',
				key,
				'-out',
				cert
			];
			execFileSync(
				'openssl',
				[...args, '-subj', '/CN=test', '-addext', `subjectAltName=${subject}`, ...days],
				{ stdio: 'ignore' }
			);
			certificates.set(name, { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') });
		};
		make('good', 'IP:127.0.0.1', ['-days', '2']);
		make('other', 'DNS:elsewhere.test', ['-days', '2']);
	});

	test('a trusted certificate: the password goes through TLS only', async () => {
		const tls = certificates.get('good')!;
		expect(await run({ tls }, { tls: 'starttls', ca: tls.cert })).toMatchObject({ kind: 'accepted' });
		const { heard } = server!;
		expect(heard.findIndex((line) => line.startsWith('AUTH'))).toBeGreaterThan(heard.indexOf('STARTTLS'));
	});
	test.each([
		['nobody trusts it', 'good', ''],
		['it is for another name', 'other', 'other']
	])('%s: refused, no password sent', async (_why, name, ca) => {
		const tls = certificates.get(name)!;
		const outcome = await run(
			{ tls },
			{ tls: 'starttls', ...(ca ? { ca: certificates.get(ca)!.cert } : {}) }
		);
		expect(outcome).toBe('problem: server/certificate');
		expect(server?.heard.some((line) => line.startsWith('AUTH'))).toBe(false);
	});
	test.each<[string, Script]>([
		['STARTTLS is not offered', {}],
		['STARTTLS is refused', { ehlo: '250-fake\r\n250 STARTTLS', starttls: '454 no' }],
		[
			'plain text follows STARTTLS at once',
			{ ehlo: '250-fake\r\n250 STARTTLS', starttls: '220 go\r\n250-fake\r\n250 AUTH PLAIN' }
		]
	])('%s: refused, no password sent', async (_why, script) => {
		const pending = run(script, { tls: 'starttls' });
		setTimeout(() => void server?.end(), 1500);
		expect(kind(await pending)).toMatch(/^problem: server\//);
		expect(server?.heard.some((line) => line.startsWith('AUTH'))).toBe(false);
	});
});
