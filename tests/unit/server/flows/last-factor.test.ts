import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '$lib/security/policy';
import type { Account } from '$lib/server/account';
import { setPolicy } from '$lib/server/auth/policy';
import { registrationOptions, verifyRegistration } from '$lib/server/auth/registration';
import { waysOf } from '$lib/server/auth/ways';
import { removeApp } from '$lib/server/flows/manage-app';
import { removeKey } from '$lib/server/flows/manage-keys';
import { Problem } from '$lib/server/problem';
import { closeDatabase, migrate } from '$lib/server/store/database';
import * as keys from '$lib/server/store/security-keys';
import { SoftKey } from '../../../bed/authenticator-soft.ts';
import { giveApp } from '../../../bed/factors.ts';

const ORIGIN = 'https://mail.demo.test';
const here = { agent: '', client: '192.0.2.7' };
const session = { id: 'acting' };

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imap://localhost:1';
	process.env.POSTERN_ORIGIN = ORIGIN;
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-last-'));
	await migrate();
	await setPolicy({ secondFactor: 'required' });
});
afterAll(async () => {
	await setPolicy(DEFAULT_POLICY);
	await closeDatabase();
});

const accountOf = (address: string): Account => ({
	address,
	admin: false,
	credential: () => {
		throw new Problem('auth/expired');
	}
});

async function giveKey(address: string): Promise<string> {
	const key = new SoftKey({ origin: ORIGIN, rpId: 'mail.demo.test' });
	const answer = key.create(await registrationOptions(address, session.id));
	const row = { ...(await verifyRegistration(answer, address, session.id)), name: 'Key', created: 1 };
	await keys.insert(row);
	return row.id;
}

const reasons = (all: PromiseSettledResult<void>[]) =>
	all.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Problem).code] : []));

test('of two keys that are removed at once one stays where one must', async () => {
	const account = accountOf('ada@demo.test');
	const ids = [await giveKey(account.address), await giveKey(account.address)];
	const all = await Promise.allSettled(ids.map((id) => removeKey({ account, session, ...here }, id)));
	expect(reasons(all)).toEqual(['factor/last']);
	expect((await waysOf(account.address)).keys).toBe(1);
});

test('so of a key and an app', async () => {
	const account = accountOf('ben@demo.test');
	await giveApp(account.address);
	const key = await giveKey(account.address);
	const all = await Promise.allSettled([
		removeApp({ account, session, origin: here }),
		removeKey({ account, session, ...here }, key)
	]);
	expect(reasons(all)).toEqual(['factor/last']);
	expect(await waysOf(account.address)).toMatchObject({ keys: 1, totp: false, recovery: 10 });
});
