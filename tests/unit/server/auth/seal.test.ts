import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal, unseal } from '$lib/server/auth/seal';

const token = randomBytes(32);
const server = randomBytes(32);
const owner = { address: 'ada@demo.test', session: 'a1' };
const sealed = seal('pässwörd ✓', token, server, owner);

test('both halves and the right owner open the seal', () => {
	expect(unseal(sealed, token, server, owner)).toBe('pässwörd ✓');
});

test.each([
	['another cookie', randomBytes(32), server, owner],
	['another server key', token, randomBytes(32), owner],
	['the halves exchanged', server, token, owner],
	['another account', token, server, { ...owner, address: 'ben@demo.test' }],
	['another session', token, server, { ...owner, session: 'a2' }]
])('%s opens nothing', (_what, withToken, withServer, withOwner) => {
	expect(unseal(sealed, withToken, withServer, withOwner)).toBeNull();
});

test('a changed byte anywhere opens nothing', () => {
	for (let at = 0; at < sealed.length; at++) {
		const changed = Buffer.from(sealed);
		changed[at]! ^= 1;
		expect(unseal(changed, token, server, owner), `byte ${at}`).toBeNull();
	}
});

test('cut short it opens nothing', () => {
	for (const length of [0, 1, 13, 28]) {
		expect(unseal(sealed.subarray(0, length), token, server, owner)).toBeNull();
	}
});

test('the same password never looks the same twice', () => {
	expect(seal('pässwörd ✓', token, server, owner)).not.toEqual(sealed);
});
