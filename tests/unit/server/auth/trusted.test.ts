import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isTrusted, trustBrowser, trustedBrowsers } from '$lib/server/auth/trusted';
import { changePolicy } from '$lib/server/flows/change-policy';
import { closeDatabase, migrate } from '$lib/server/store/database';

const ada = 'ada@demo.test';
const here = { agent: '', client: '192.0.2.7' };
const DAY = 86_400_000;

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-trusted-'));
	await migrate();
});
afterAll(closeDatabase);

const decide = (trustDays: number) =>
	changePolicy(
		{ address: 'eve@demo.test', admin: true, credential: () => expect.fail() },
		{ trustDays },
		here
	);

test('fewer days hold for browsers that are trusted already', async () => {
	const now = Date.now();
	const old = await trustBrowser(ada, { ...here, days: 30, now: now - 10 * DAY });
	const young = await trustBrowser(ada, { ...here, days: 30, now });
	expect(await isTrusted(old, ada, here.client)).toBe(true);
	await decide(7);
	expect(await isTrusted(old, ada, here.client)).toBe(false);
	expect(await isTrusted(young, ada, here.client)).toBe(true);
	expect(await isTrusted(young, ada, here.client, now + 7 * DAY)).toBe(false);
	// More days are for those who tick the box again.
	await decide(60);
	expect(await isTrusted(young, ada, here.client, now + 7 * DAY)).toBe(false);
	await decide(0);
	expect(await isTrusted(young, ada, here.client)).toBe(false);
	expect(await trustedBrowsers(ada, young)).toEqual([]);
});
