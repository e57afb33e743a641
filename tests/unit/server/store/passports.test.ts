import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Account } from '$lib/server/account';
import { remember, rememberedTruth, type Shown } from '$lib/server/flows/sender-truth';
import { closeDatabase, migrate } from '$lib/server/store/database';
import { learn } from '$lib/server/store/passports';
import { find } from '$lib/server/store/senders';

const account: Account = { address: 'ada@demo.test', admin: false, credential: () => ({}) as never };
const shown = (at: number, message = String(at), address = 'Ingrid@Sails.example'): Shown => ({
	...{ standing: 'proved', authenticity: null, signedBy: 'sails.example', message, at },
	sender: { name: 'Ingrid', address }
});

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-passports-'));
	await migrate();
});
afterAll(closeDatabase);

test('a message is counted once, and what a search has counted is not counted again', async () => {
	const messages = async (of: Shown) => (await rememberedTruth(account, of)).passport?.messages;
	for (let i = 0; i < 3; i++) await remember(account, shown(500));
	expect(await messages(shown(500))).toBe(0);
	const signed = { signedBy: 'sails.example', signedSince: 100 };
	await learn(
		account.address,
		'ingrid@sails.example',
		{ ...{ firstSeen: 100, lastSeen: 500, messages: 4, written: 0 }, ...signed },
		600
	);
	expect(await messages(shown(500))).toBe(3);
	// Found by the search, opened now.
	expect(await messages(shown(300))).toBe(3);
	await remember(account, shown(300));
	expect(await messages(shown(300))).toBe(3);
	// New since.
	expect(await messages(shown(700))).toBe(4);
	await remember(account, shown(700));
	expect(await messages(shown(700))).toBe(4);
	expect(await find(account.address, 'INGRID@sails.example')).toMatchObject({ messages: 5, first_seen: 100 });
});

test('mail that failed is not counted', async () => {
	await remember(account, { ...shown(1, 'x', 'eve@evil.example'), standing: 'failed' });
	expect(await find(account.address, 'eve@evil.example')).toBeUndefined();
});
