import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	demandOn,
	hasEnrolled,
	mustEnrol,
	policy,
	refuseEnrolment,
	setPolicy
} from '$lib/server/auth/policy';
import { closeDatabase, database, migrate, sqlite } from '$lib/server/store/database';
import { DEFAULT_POLICY } from '$lib/security/policy';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 1);
const ben = 'ben@demo.test';

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-policy-'));
	await migrate();
});
afterAll(closeDatabase);
beforeEach(async () => {
	await setPolicy(DEFAULT_POLICY);
	await database().deleteFrom('factor_owner').execute();
});

const session = (more: { second?: boolean; admin?: boolean } = {}) => ({
	second: more.second ?? false,
	account: { address: ben, admin: more.admin ?? false, credential: () => expect.fail() }
});
/** The seed of the account's app; null: none. */
const app = (address: string, totp_sealed: Buffer | null) =>
	database().updateTable('factor_owner').set({ totp_sealed }).where('address', '=', address).execute();

test('nothing is asked until an administrator decides', async () => {
	expect(await policy()).toEqual(DEFAULT_POLICY);
	expect(await demandOn(ben, true)).toEqual({ needed: false, until: null });
	expect(await mustEnrol(session({ admin: true }))).toBe(false);
	expect(await database().selectFrom('factor_owner').selectAll().execute()).toEqual([]);
});

test('what is decided is in the store, and what is not named stays', async () => {
	await setPolicy({ secondFactor: 'required' });
	await setPolicy({ trustDays: 0 });
	const rows = await database().selectFrom('policy').selectAll().orderBy('name').execute();
	expect(rows).toEqual([
		{ name: 'graceDays', value: '7' },
		{ name: 'secondFactor', value: '"required"' },
		{ name: 'trustDays', value: '0' }
	]);
});

test('days of grace that have begun are read, not written again', async () => {
	await setPolicy({ secondFactor: 'required' });
	const written = () => (sqlite().prepare('SELECT total_changes() AS n').get() as { n: number }).n;
	const before = written();
	await demandOn(ben, false, now);
	expect(written()).toBe(before + 1);
	for (let n = 1; n < 5; n++) await mustEnrol(session(), now + n);
	expect(written()).toBe(before + 1);
});

test('the days of grace begin once, at the first look', async () => {
	await setPolicy({ secondFactor: 'required', graceDays: 3 });
	expect(await demandOn(ben, false, now)).toEqual({ needed: true, until: now + 3 * DAY });
	expect(await demandOn(ben, false, now + DAY)).toEqual({ needed: true, until: now + 3 * DAY });
	expect(await mustEnrol(session(), now + 3 * DAY - 1)).toBe(false);
	expect(await mustEnrol(session(), now + 3 * DAY)).toBe(true);
});

test('without grace the first sign-in must set one up', async () => {
	await setPolicy({ secondFactor: 'required', graceDays: 0 });
	expect(await mustEnrol(session())).toBe(true);
	expect(await mustEnrol(session({ second: true }))).toBe(false);
});

test('who has a factor need not set up another', async () => {
	await setPolicy({ secondFactor: 'required', graceDays: 0 });
	await demandOn(ben, false, now);
	await app(ben, null);
	expect(await hasEnrolled(ben)).toBe(false);
	await app(ben, Buffer.from('seed'));
	expect(await hasEnrolled(ben)).toBe(true);
	expect(await mustEnrol(session(), now + DAY)).toBe(false);
});

test('administrators alone', async () => {
	await setPolicy({ secondFactor: 'admins', graceDays: 0 });
	expect(await mustEnrol(session())).toBe(false);
	expect(await mustEnrol(session({ admin: true }))).toBe(true);
});

test('a new demand begins a new grace, another number of days does not', async () => {
	await setPolicy({ secondFactor: 'required', graceDays: 3 });
	await demandOn(ben, false, now);
	await setPolicy({ graceDays: 5 });
	expect((await demandOn(ben, false, now + DAY)).until).toBe(now + 5 * DAY);
	await setPolicy({ secondFactor: 'offered' });
	await setPolicy({ secondFactor: 'required' });
	expect((await demandOn(ben, false, now + 9 * DAY)).until).toBe(now + 14 * DAY);
});

test('off lets nobody set one up but administrators', async () => {
	await setPolicy({ secondFactor: 'off' });
	await expect(refuseEnrolment({ admin: false })).rejects.toMatchObject({ code: 'factor/off' });
	await refuseEnrolment({ admin: true });
	await setPolicy({ secondFactor: 'offered' });
	await refuseEnrolment({ admin: false });
});
