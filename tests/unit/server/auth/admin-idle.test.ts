import { expect, test } from 'vitest';
import { ADMIN_IDLE, awake } from '$lib/server/auth/admin-idle';

const now = Date.UTC(2026, 10, 1);

test('it stays awake while it is used, and falls asleep after fifteen minutes', () => {
	const session = { id: 'used', second: true, proved: now };
	for (const minutes of [10, 20, 30]) expect(awake(session, now + minutes * 60_000)).toBe(true);
	expect(awake(session, now + 30 * 60_000 + ADMIN_IDLE + 1)).toBe(false);
	expect(awake(session, now + 30 * 60_000 + ADMIN_IDLE + 2)).toBe(false);
	const proved = now + 60 * 60_000;
	expect(awake({ ...session, proved }, proved + 1)).toBe(true);
});

test('a trusted browser and a password alone were never awake', () => {
	expect(awake({ id: 'trusted', second: true, proved: null }, now)).toBe(false);
	expect(awake({ id: 'password', second: false, proved: now }, now)).toBe(false);
});
