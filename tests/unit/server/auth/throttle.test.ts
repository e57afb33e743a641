import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deviceNote, knownDevice } from '$lib/server/auth/device';
import * as throttle from '$lib/server/auth/throttle';
import { Problem } from '$lib/server/problem';
import { closeDatabase, migrate, sqlite } from '$lib/server/store/database';

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-throttle-'));
	await migrate();
});
beforeEach(() => void sqlite().exec('DELETE FROM throttle'));
afterAll(closeDatabase);

const attempt = (address: string, client = '203.0.113.9', device: string | null = null) => ({
	address,
	client,
	device
});

/** How many of `tries` guesses pass. */
async function guesses(tries: number, next: (i: number) => throttle.Attempt): Promise<number> {
	let passed = 0;
	for (let i = 0; i < tries; i++) {
		try {
			await throttle.count(next(i));
			passed++;
		} catch (error) {
			expect(error).toBeInstanceOf(Problem);
			expect((error as Problem).code).toBe('auth/throttled');
			expect((error as Problem).retryAfter).toBeGreaterThan(0);
			expect((error as Problem).retryAfter).toBeLessThanOrEqual(15 * 60);
		}
	}
	return passed;
}

test('ten wrong guesses at an account, from wherever', async () => {
	expect(await guesses(30, (i) => attempt('ada@demo.test', `203.0.${i}.1`))).toBe(10);
});

test('fifty at once pass no more than one after the other', async () => {
	const all = await Promise.allSettled(
		Array.from({ length: 50 }, () => throttle.count(attempt('ada@demo.test')))
	);
	expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
});

test('one address block cannot try one password on everybody', async () => {
	expect(await guesses(200, (i) => attempt(`user${i}@demo.test`, `2001:db8:1:2::${i}`))).toBe(120);
	expect(await guesses(1, () => attempt('user@demo.test', '2001:db8:1:3::1'))).toBe(1);
});

test('strangers do not lock the owner’s own browser out, and it is limited too', async () => {
	await guesses(20, () => attempt('ada@demo.test'));
	const device = knownDevice(deviceNote('ada@demo.test'), 'ada@demo.test');
	expect(await guesses(20, () => attempt('ada@demo.test', '198.51.100.1', device))).toBe(10);
});

test('whoever was in once and gathered notes gets no new tries with each of them', async () => {
	const device = (i: number) => attempt('ada@demo.test', '198.51.100.1', `note${i}`);
	expect(await guesses(100, device)).toBe(40);
	let codes = 0;
	for (let i = 0; i < 50; i++) {
		codes += await throttle.countCode(device(i)).then(
			() => 1,
			() => 0
		);
	}
	expect(codes).toBe(10);
	// Strangers have tries of their own, and theirs touch nobody's notes.
	expect(await guesses(20, () => attempt('ada@demo.test'))).toBe(10);
});

test('one machine that knocks on and on does not shut the door for everybody else', async () => {
	expect(await guesses(1500, (i) => attempt(`user${i}@demo.test`, '203.0.113.9'))).toBe(120);
	expect(await guesses(1, () => attempt('ben@demo.test', '198.51.100.7'))).toBe(1);
});

test('codes that one address tries beyond its own measure do not lock an account', async () => {
	const count = (client: string) =>
		throttle.countCode(attempt('ada@demo.test', client)).then(
			() => 1,
			() => 0
		);
	for (let i = 0; i < 5; i++) await throttle.countCode(attempt('mallory@demo.test'));
	for (let i = 0; i < 20; i++) expect(await count('203.0.113.9')).toBe(0);
	expect(await count('198.51.100.7')).toBe(1);
});

test('a note for one account or a forged one says nothing about another', () => {
	const note = deviceNote('ada@demo.test');
	expect(knownDevice(note, 'ben@demo.test')).toBeNull();
	expect(knownDevice(`${note}x`, 'ada@demo.test')).toBeNull();
	expect(knownDevice('a.b', 'ada@demo.test')).toBeNull();
	expect(knownDevice(undefined, 'ada@demo.test')).toBeNull();
});

test('the right password starts afresh', async () => {
	await guesses(9, () => attempt('ada@demo.test'));
	await throttle.count(attempt('ada@demo.test'));
	await throttle.forgive(attempt('ada@demo.test'));
	expect(await guesses(10, () => attempt('ada@demo.test'))).toBe(10);
});

test('a try that the mail server never judged is given back', async () => {
	for (let i = 0; i < 30; i++) {
		await throttle.count(attempt('ada@demo.test'));
		await throttle.giveBack(attempt('ada@demo.test'));
	}
});

test('the counters outlast a restart', async () => {
	await guesses(10, () => attempt('ada@demo.test'));
	throttle.forgetLimiters();
	await closeDatabase();
	expect(await guesses(1, () => attempt('ada@demo.test'))).toBe(0);
});
