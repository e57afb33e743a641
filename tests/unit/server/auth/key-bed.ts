import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { closeDatabase, migrate } from '$lib/server/store/database';
import { requestOptions, verifyAssertion, type Asked, type Assertion } from '$lib/server/auth/assertion';
import { registrationOptions, verifyRegistration } from '$lib/server/auth/registration';
import * as keys from '$lib/server/store/security-keys';
import { SoftKey, type Alter, type SoftOptions } from '../../../bed/authenticator-soft.ts';

export const ORIGIN = 'https://mail.demo.test:8443';
export const RP = 'mail.demo.test';
export const CLIENT = '192.0.2.7';

/** A store of its own for each file that uses keys. */
export function keyBed(): void {
	beforeAll(async () => {
		process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
		process.env.POSTERN_ORIGIN = ORIGIN;
		process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-keys-'));
		await migrate();
	});
	afterAll(closeDatabase);
}

export function softKey(options: Partial<SoftOptions> = {}): SoftKey {
	return new SoftKey({ origin: ORIGIN, rpId: RP, ...options });
}

/** A key that the account has, registered by the real functions. */
export async function registered(address: string, options: Partial<SoftOptions> = {}): Promise<SoftKey> {
	const key = softKey(options);
	const asked = await registrationOptions(address, 'browser');
	const found = await verifyRegistration(key.create(asked), address, 'browser');
	await keys.insert({ ...found, name: 'Blue key', created: Date.now() });
	return key;
}

/** Asks and checks, with one thing altered between. */
export async function answered(
	key: SoftKey,
	address: string | null,
	alter: Alter = {},
	ceremony: Asked = 'second'
): Promise<Assertion> {
	const asked = await requestOptions(ceremony, 'browser', address);
	return verifyAssertion(key.get(asked, alter), { ceremony, binding: 'browser', address, client: CLIENT });
}
