import { expect, test } from 'vitest';
import * as keys from '$lib/server/store/security-keys';
import { answered, CLIENT, keyBed, registered } from './key-bed';

keyBed();
const ADA = 'ada@demo.test';

test.each(['ES256', 'EdDSA', 'RS256'] as const)('a key that signs with %s is taken', async (algorithm) => {
	const key = await registered(ADA, { algorithm });
	const found = await answered(key, ADA);
	expect(found).toMatchObject({ address: ADA, key: key.id, name: 'Blue key', userVerified: true });
	expect(await keys.find(key.id)).toMatchObject({ counter: 1, used_from: CLIENT, blocked: 0 });
});

test('a passkey says by itself whose it is', async () => {
	const key = await registered(ADA);
	expect(await answered(key, null, {}, 'passkey')).toMatchObject({ address: ADA, wrapped: null });
});
