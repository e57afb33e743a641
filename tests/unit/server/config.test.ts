import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '$lib/server/config';

const least = { POSTERN_IMAP: 'imaps://mail.demo.test' };
const parse = (more: Record<string, string> = {}) => parseConfig({ ...least, ...more });

test('one setting is enough', () => {
	const config = parse();
	expect(config.imap).toEqual({ host: 'mail.demo.test', port: 993, tls: 'implicit' });
	expect(config.submission).toEqual({ host: 'mail.demo.test', port: 587, tls: 'starttls' });
	expect(config.sieve).toEqual({ host: 'mail.demo.test', port: 4190, tls: 'starttls' });
	expect(config.origin).toBe('http://localhost:8080');
	expect(config.host).toBe('127.0.0.1');
});

test('token mode signs in the name of the origin unless told otherwise', () => {
	const POSTERN_ORIGIN = 'https://w.test';
	expect(parse({ POSTERN_ORIGIN }).token).toBeUndefined();
	const token = (more: Record<string, string> = {}) =>
		parse({ POSTERN_ORIGIN, POSTERN_TOKEN_KEYS: '/k', ...more }).token;
	expect(token()).toEqual({ keys: '/k', issuer: 'https://w.test' });
	expect(token({ POSTERN_TOKEN_ISSUER: 'urn:x' })).toEqual({ keys: '/k', issuer: 'urn:x' });
});

test.each([
	['imap://mail.demo.test', { host: 'mail.demo.test', port: 143, tls: 'starttls' }],
	['imap://Mail.Demo.Test:1143/', { host: 'mail.demo.test', port: 1143, tls: 'starttls' }],
	['imaps://[2001:db8::1]:993', { host: '2001:db8::1', port: 993, tls: 'implicit' }],
	['imap://127.0.0.1:143?tls=none', { host: '127.0.0.1', port: 143, tls: 'plain' }]
])('%s', (value, server) => {
	expect(parse({ POSTERN_IMAP: value }).imap).toEqual(server);
});

describe('refused with a sentence that names the setting', () => {
	test.each([
		[{ POSTERN_IMAP: '' }, /POSTERN_IMAP is missing/],
		[{ POSTERN_IMAP: 'mail.demo.test' }, /POSTERN_IMAP is “mail.demo.test”/],
		[{ POSTERN_IMAP: 'https://mail.demo.test' }, /imaps or imap/],
		[{ POSTERN_IMAP: 'imaps://ada:secret@mail.demo.test' }, /write it like/],
		[{ POSTERN_IMAP: 'imaps://mail.demo.test:99999' }, /not a port/],
		[{ POSTERN_IMAP: 'imap://mail.demo.test?tls=none' }, /this machine alone/],
		[{ POSTERN_IMAP: 'imaps://a b' }, /POSTERN_IMAP/],
		[{ POSTERN_SUBMISSION: 'smtp://mail.demo.test' }, /POSTERN_SUBMISSION/],
		[{ POSTERN_TOKEN_ISSUER: 'https://a.test' }, /needs POSTERN_TOKEN_KEYS/],
		[{ POSTERN_TOKEN_KEYS: '/k', POSTERN_TOKEN_ISSUER: 'one two' }, /without blanks/],
		[{ POSTERN_PORT: 'eighty' }, /POSTERN_PORT is “eighty”/],
		[{ POSTERN_ORIGIN: 'mail.demo.test' }, /POSTERN_ORIGIN/],
		[{ POSTERN_ORIGIN: 'https://mail.demo.test/mail' }, /scheme and host alone/],
		[{ POSTERN_ORIGIN: 'http://mail.demo.test' }, /localhost alone/],
		[{ POSTERN_LOG: 'loud' }, /POSTERN_LOG/],
		[{ POSTERN_CA_FILE: '/does/not/exist' }, /POSTERN_CA_FILE/],
		[{ POSTERN_TRUSTED_PROXIES: '10.0.0.0/99' }, /POSTERN_TRUSTED_PROXIES/],
		[{ POSTERN_TRUSTED_PROXIES: 'nginx' }, /POSTERN_TRUSTED_PROXIES/],
		[{ POSTERN_IMPA: 'x' }, /POSTERN_IMPA is not a setting/]
	])('%o', (more, sentence) => {
		expect(() => parse(more)).toThrow(sentence);
	});
});

test('a secret is given itself or as a file, never both', () => {
	const path = join(mkdtempSync(join(tmpdir(), 'postern-')), 'key');
	writeFileSync(path, 'c2VjcmV0\n');
	expect(parse({ POSTERN_KEY_FILE: path }).key).toBe('c2VjcmV0');
	expect(parse({ POSTERN_KEY: 'eA==' }).key).toBe('eA==');
	expect(() => parse({ POSTERN_KEY: 'eA==', POSTERN_KEY_FILE: path })).toThrow(/not both/);
});

test('lists take commas and blanks', () => {
	const config = parse({
		POSTERN_ADMINS: 'Ada@demo.test, ben@demo.test',
		POSTERN_DOMAINS: 'Demo.test',
		POSTERN_TRUSTED_PROXIES: '10.0.0.1 ::1'
	});
	expect(config.admins).toEqual(['ada@demo.test', 'ben@demo.test']);
	expect(config.domains).toEqual(['demo.test']);
	expect(config.trustedProxies).toEqual(['10.0.0.1', '::1']);
});
