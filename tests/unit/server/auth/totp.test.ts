import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginTotp, confirmTotp, removeTotp, stepOf, verifyTotp } from '$lib/server/auth/totp';
import { waysOf } from '$lib/server/auth/ways';
import { closeDatabase, migrate, sqlite } from '$lib/server/store/database';

const data = mkdtempSync(join(tmpdir(), 'postern-totp-'));
const ada = 'ada@demo.test';
const NOW = 1_800_000_015_000;
const STEP = 30_000;

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = data;
	await migrate();
});
beforeEach(() => void sqlite().exec('DELETE FROM factor_owner'));
afterAll(closeDatabase);

/** What an app made with this seed shows. */
const shown = (secret: string, at: number): string =>
	new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
const outcome = (work: Promise<unknown>): Promise<string> =>
	work.then(
		() => 'taken',
		(problem: { code?: string }) => problem.code ?? 'broken'
	);

/** An account with an app that was confirmed at `NOW`. */
async function withApp(address = ada): Promise<string> {
	const { secret } = await beginTotp(address);
	await confirmTotp(address, shown(secret, NOW), NOW);
	return secret;
}

// RFC 6238 appendix B, SHA-1: the last six of its eight digits are what six digits show.
const seed = Secret.fromLatin1('12345678901234567890').base32;
test.each([
	[59, '94287082'],
	[1111111109, '07081804'],
	[1111111111, '14050471'],
	[1234567890, '89005924'],
	[2000000000, '69279037'],
	[20000000000, '65353130']
])('second %i of the vectors is %s', (seconds, code) => {
	expect(stepOf(seed, code.slice(2), seconds * 1000)).toBe(Math.floor(seconds / 30));
});

describe('the window', () => {
	test.each([
		[-2, null],
		[-1, -1],
		[0, 0],
		[1, 1],
		[2, null]
	])('a clock that is %i steps off: %s', (off, away) => {
		const at = Math.floor(NOW / STEP);
		expect(stepOf(seed, shown(seed, NOW + off * STEP), NOW)).toBe(away === null ? null : at + away);
	});

	test('blanks between the digits are no mistake; letters, other digits and lengths are', () => {
		const code = shown(seed, NOW);
		expect(stepOf(seed, ` ${code.slice(0, 3)} ${code.slice(3)}`, NOW)).not.toBeNull();
		for (const odd of ['', code.slice(1), `${code}0`, 'abcdef', '１２３４５６', '-12345', '1e5000']) {
			expect(stepOf(seed, odd, NOW), odd).toBeNull();
		}
	});
});

describe('setting up', () => {
	test('the address of the QR code names the mailbox and 160 bits', async () => {
		const { uri, secret } = await beginTotp(ada);
		expect(uri).toContain('otpauth://totp/Postern:ada%40demo.test?issuer=Postern');
		expect(uri).toContain(`secret=${secret}`);
		expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
	});

	test('begun is not set up: only a right code makes it the account’s', async () => {
		const { secret } = await beginTotp(ada);
		expect(await outcome(verifyTotp(ada, shown(secret, NOW), NOW))).toBe('auth/factor');
		expect(await outcome(confirmTotp(ada, '000000', NOW))).toBe('auth/factor');
		expect((await waysOf(ada)).totp).toBe(false);
		expect(await outcome(confirmTotp(ada, shown(secret, NOW), NOW))).toBe('taken');
		expect((await waysOf(ada)).totp).toBe(true);
		expect(await outcome(confirmTotp(ada, shown(secret, NOW), NOW))).toBe('auth/stale');
	});

	test('an app in use goes on until its successor is confirmed', async () => {
		const old = await withApp();
		const { secret } = await beginTotp(ada);
		expect(await outcome(verifyTotp(ada, shown(old, NOW + STEP), NOW + STEP))).toBe('taken');
		await confirmTotp(ada, shown(secret, NOW + 2 * STEP), NOW + 2 * STEP);
		expect(await outcome(verifyTotp(ada, shown(old, NOW + 3 * STEP), NOW + 3 * STEP))).toBe('auth/factor');
		expect(await outcome(verifyTotp(ada, shown(secret, NOW + 3 * STEP), NOW + 3 * STEP))).toBe('taken');
	});

	test('removed means gone, the half set up one too', async () => {
		const secret = await withApp();
		const next = await beginTotp(ada);
		expect(await removeTotp(ada)).toBe(true);
		expect(await removeTotp(ada)).toBe(false);
		expect((await waysOf(ada)).totp).toBe(false);
		expect(await outcome(verifyTotp(ada, shown(secret, NOW + STEP), NOW + STEP))).toBe('auth/factor');
		expect(await outcome(confirmTotp(ada, shown(next.secret, NOW), NOW))).toBe('auth/stale');
	});
});

describe('each step opens once', () => {
	test('the code that set the app up does not sign in', async () => {
		const secret = await withApp();
		expect(await outcome(verifyTotp(ada, shown(secret, NOW), NOW))).toBe('auth/factor');
	});

	test('again, and one of a step before, is refused', async () => {
		const secret = await withApp();
		const later = NOW + 10 * STEP;
		expect(await outcome(verifyTotp(ada, shown(secret, later), later))).toBe('taken');
		expect(await outcome(verifyTotp(ada, shown(secret, later), later))).toBe('auth/factor');
		expect(await outcome(verifyTotp(ada, shown(secret, later), later + STEP))).toBe('auth/factor');
		expect(await outcome(verifyTotp(ada, shown(secret, later - STEP), later))).toBe('auth/factor');
		expect(await outcome(verifyTotp(ada, shown(secret, later + STEP), later + STEP))).toBe('taken');
	});

	test('of fifty at once one is taken', async () => {
		const secret = await withApp();
		const later = NOW + 10 * STEP;
		const code = shown(secret, later);
		const all = await Promise.all(Array.from({ length: 50 }, () => outcome(verifyTotp(ada, code, later))));
		expect(all.filter((one) => one === 'taken')).toHaveLength(1);
		expect(all.filter((one) => one === 'auth/factor')).toHaveLength(49);
	});

	test('of fifty first codes at once one sets the app up', async () => {
		const { secret } = await beginTotp(ada);
		const code = shown(secret, NOW);
		const all = await Promise.all(Array.from({ length: 50 }, () => outcome(confirmTotp(ada, code, NOW))));
		expect(all.filter((one) => one === 'taken')).toHaveLength(1);
	});
});

test('a seed of one account is none of another, even when its row is copied', async () => {
	const secret = await withApp();
	await withApp('ben@demo.test');
	sqlite().exec(`UPDATE factor_owner SET totp_sealed =
		(SELECT totp_sealed FROM factor_owner WHERE address = '${ada}') WHERE address = 'ben@demo.test'`);
	const later = NOW + STEP;
	expect(await outcome(verifyTotp('ben@demo.test', shown(secret, later), later))).toBe('auth/factor');
	expect(await outcome(verifyTotp(ada, shown(secret, later), later))).toBe('taken');
});

test('no file of the data folder holds the seed', async () => {
	const secret = await withApp();
	const { secret: begun } = await beginTotp(ada);
	sqlite().pragma('wal_checkpoint(TRUNCATE)');
	const raw = [secret, begun].flatMap((one) => [Buffer.from(one), Buffer.from(Secret.fromBase32(one).bytes)]);
	for (const file of readdirSync(data)) {
		const bytes = readFileSync(join(data, file));
		for (const form of raw) expect(bytes.includes(form), file).toBe(false);
	}
});
