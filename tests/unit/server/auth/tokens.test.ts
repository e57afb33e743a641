import { createPublicKey, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backgroundAccount } from '$lib/server/auth/background';
import {
	knownToDovecot,
	makeKey,
	removeKey,
	signingKey,
	signToken,
	tokenKeys
} from '$lib/server/auth/token-keys';
import { checkTokens, mint } from '$lib/server/auth/tokens';
import { parseConfig, type Config } from '$lib/server/config';

const fresh = () => mkdtempSync(join(tmpdir(), 'postern-keys-'));
const now = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;
const claims = { iss: 'https://w.example', sub: 'ada@demo.test', scope: 'imap', now };

const parts = (token: string) =>
	token
		.split('.')
		.slice(0, 2)
		.map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);

test('the first token makes a key; the signature holds under its public half', () => {
	const folder = fresh();
	const token = signToken(folder, claims);
	const [head, body] = parts(token);
	expect(head).toEqual({ alg: 'ES256', typ: 'JWT', kid: knownToDovecot(folder)[0] });
	const seconds = now / 1000;
	expect(body).toEqual({
		...{ iss: 'https://w.example', sub: 'ada@demo.test', scope: 'imap', azp: 'postern' },
		...{ iat: seconds - 60, nbf: seconds - 60, exp: seconds + 60 }
	});
	const key = createPublicKey(readFileSync(join(folder, 'public/postern/ES256', String(head!.kid))));
	const at = token.lastIndexOf('.');
	const signature = Buffer.from(token.slice(at + 1), 'base64url');
	expect(
		verify('sha256', Buffer.from(token.slice(0, at)), { key, dsaEncoding: 'ieee-p1363' }, signature)
	).toBe(true);
});

test('a key signs from its time on, and no earlier', () => {
	const folder = fresh();
	const first = makeKey(folder, now);
	const later = makeKey(folder, now + 5 * MINUTE);
	const kidAt = (time: number) => parts(signToken(folder, { ...claims, now: time }))[0]!.kid;
	expect(tokenKeys(folder)).toEqual([
		{ kid: first, from: now },
		{ kid: later, from: now + 5 * MINUTE }
	]);
	expect(kidAt(now + 5 * MINUTE - 1)).toBe(first);
	expect(kidAt(now + 5 * MINUTE)).toBe(later);
	// Ahead of its time, where there is no other.
	expect(signingKey(tokenKeys(folder), now - 1)?.kid).toBe(first);
	removeKey(folder, later);
	expect(kidAt(now + 5 * MINUTE)).toBe(first);
	expect(knownToDovecot(folder)).toEqual([first]);
});

test('private halves are this user’s alone whatever the mask, and nothing half written stays', () => {
	const folder = join(fresh(), 'keys');
	const mask = process.umask(0o077);
	try {
		makeKey(folder, now);
	} finally {
		process.umask(mask);
	}
	const mode = (path: string) => (statSync(join(folder, path)).mode & 0o777).toString(8);
	const kid = tokenKeys(folder)[0]!.kid;
	expect(['.', 'public', 'public/postern', 'public/postern/ES256'].map(mode)).toEqual([
		'755',
		'755',
		'755',
		'755'
	]);
	expect([mode('private'), mode(`private/${kid}.pem`)]).toEqual(['700', '600']);
	expect(mode(`public/postern/ES256/${kid}`)).toBe('644');
	expect(readdirSync(folder).sort()).toEqual(['private', 'public']);
});

const configured = (keys?: string): Config =>
	parseConfig({ POSTERN_IMAP: 'imaps://mail.demo.test', ...(keys ? { POSTERN_TOKEN_KEYS: keys } : {}) });

test('keys are looked at when the process starts', () => {
	const folder = fresh();
	expect(() => checkTokens(configured())).not.toThrow();
	expect(() => checkTokens(configured(folder))).not.toThrow();
	expect(tokenKeys(folder)).toHaveLength(1);
	rmSync(join(folder, 'public'), { recursive: true });
	expect(() => checkTokens(configured(folder))).toThrow(
		/^POSTERN_TOKEN_KEYS names “.+”, where the public half of/
	);
	writeFileSync(join(folder, 'file'), '');
	expect(() => checkTokens(configured(join(folder, 'file')))).toThrow(/where no key can be made or read/);
	mkdirSync(join(folder, 'bad', 'private'), { recursive: true });
	writeFileSync(join(folder, 'bad', 'private', '2026-01-01-x.pem'), 'no key');
	expect(() => checkTokens(configured(join(folder, 'bad')))).toThrow(/where no key can be made or read/);
});

test('with passwords there are no tokens, and no background work', () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	expect(() => mint('ada@demo.test', 'imap')).toThrow('auth/expired');
	expect(() => backgroundAccount('ada@demo.test', 'push')).toThrow('auth/expired');
});
