import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codesLeft, firstCodes, forgetCodes, makeCodes, useCode } from '$lib/server/auth/recovery';
import { waysOf } from '$lib/server/auth/ways';
import { closeDatabase, migrate, sqlite } from '$lib/server/store/database';

const data = mkdtempSync(join(tmpdir(), 'postern-recovery-'));
const ada = 'ada@demo.test';

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = data;
	await migrate();
});
beforeEach(() => void sqlite().exec('DELETE FROM recovery_code; DELETE FROM factor_owner'));
afterAll(closeDatabase);

const outcome = (work: Promise<unknown>): Promise<string> =>
	work.then(
		() => 'taken',
		(problem: { code?: string }) => problem.code ?? 'broken'
	);

test('ten codes of 80 bits, in groups, no two alike, no letter that looks like another', async () => {
	const codes = await makeCodes(ada);
	expect(new Set(codes).size).toBe(10);
	for (const code of codes) expect(code).toMatch(/^(?:[0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
	expect(await codesLeft(ada)).toBe(10);
	expect(await waysOf(ada)).toEqual({ keys: 0, totp: false, recovery: 10 });
});

test('a code opens once and counts down', async () => {
	const [code = ''] = await makeCodes(ada);
	expect(await useCode(ada, code)).toBe(9);
	expect(await outcome(useCode(ada, code))).toBe('auth/factor');
	expect(await codesLeft(ada)).toBe(9);
});

test('typed as people type: capitals, blanks, no dashes, look-alikes', async () => {
	const codes = await makeCodes(ada);
	const typed = [
		(code: string) => code.toUpperCase(),
		(code: string) => ` ${code.replaceAll('-', ' ')} `,
		(code: string) => code.replaceAll('-', ''),
		(code: string) => code.replaceAll('0', 'O').replaceAll('1', 'l')
	];
	for (const [at, form] of typed.entries()) {
		expect(await outcome(useCode(ada, form(codes[at] ?? '')))).toBe('taken');
	}
});

test.each(['', '-', 'abcd', '0000-0000-0000-0000', 'x'.repeat(5000), '0000-0000-0000-000u'])(
	'what is no code is refused: %j',
	async (typed) => {
		await makeCodes(ada);
		expect(await outcome(useCode(ada, typed))).toBe('auth/factor');
		expect(await codesLeft(ada)).toBe(10);
	}
);

test('another account’s code opens nothing', async () => {
	await makeCodes(ada);
	const [code = ''] = await makeCodes('ben@demo.test');
	expect(await outcome(useCode(ada, code))).toBe('auth/factor');
	expect(await codesLeft('ben@demo.test')).toBe(10);
});

test('new codes void the old ones', async () => {
	const [used = '', kept = ''] = await makeCodes(ada);
	await useCode(ada, used);
	const [fresh = ''] = await makeCodes(ada);
	expect(await codesLeft(ada)).toBe(10);
	for (const old of [used, kept]) expect(await outcome(useCode(ada, old))).toBe('auth/factor');
	expect(await outcome(useCode(ada, fresh))).toBe('taken');
});

test('of fifty at once one is taken', async () => {
	const [code = ''] = await makeCodes(ada);
	const all = await Promise.all(Array.from({ length: 50 }, () => outcome(useCode(ada, code))));
	expect(all.filter((one) => one === 'taken')).toHaveLength(1);
	expect(await codesLeft(ada)).toBe(9);
});

test('the first factor brings codes, the next one does not; without factors there are none', async () => {
	expect(await firstCodes(ada)).toHaveLength(10);
	expect(await firstCodes(ada)).toBeNull();
	await forgetCodes(ada);
	expect(await codesLeft(ada)).toBe(0);
	expect(await firstCodes(ada)).toHaveLength(10);
});

test('no file of the data folder holds a code', async () => {
	const codes = await makeCodes(ada);
	sqlite().pragma('wal_checkpoint(TRUNCATE)');
	for (const file of readdirSync(data)) {
		const bytes = readFileSync(join(data, file));
		for (const code of codes) {
			expect(bytes.includes(code), file).toBe(false);
			expect(bytes.includes(code.replaceAll('-', '')), file).toBe(false);
		}
	}
});
