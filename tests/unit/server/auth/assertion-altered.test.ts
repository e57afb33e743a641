import { describe, expect, test } from 'vitest';
import { requestOptions, verifyAssertion, type Asked } from '$lib/server/auth/assertion';
import { newChallenge } from '$lib/server/auth/challenge';
import * as keys from '$lib/server/store/security-keys';
import { FLAG, type Alter } from '../../../bed/authenticator-soft.ts';
import { answered, CLIENT, keyBed, ORIGIN, registered, RP } from './key-bed';

keyBed();
const ADA = 'ada@demo.test';
const BEN = 'ben@demo.test';

/** Changes one bit of a base64url text. */
const flip = (text: string, at = 0): string => {
	const bytes = Buffer.from(text, 'base64url');
	bytes[at < 0 ? bytes.length + at : at]! ^= 1;
	return bytes.toString('base64url');
};
const inside = (name: string, at: number): Alter => ({
	afterwards: (response) => (response[name] = flip(response[name] ?? '', at))
});

/** One thing of an answer is changed; all else is as it should be, the signature too where it can be. */
const altered: [name: string, alter: Alter, code: string][] = [
	['says it was made to register', { clientData: { type: 'webauthn.create' } }, 'auth/factor'],
	['says nothing of its type', { clientData: { type: undefined } }, 'auth/factor'],
	['comes from another host', { clientData: { origin: 'https://evil.test' } }, 'auth/factor'],
	['comes from another port', { clientData: { origin: `https://${RP}` } }, 'auth/factor'],
	['comes from plain http', { clientData: { origin: ORIGIN.replace('https', 'http') } }, 'auth/factor'],
	['comes from a host below ours', { clientData: { origin: `https://a.${RP}:8443` } }, 'auth/factor'],
	['comes from an origin with a slash', { clientData: { origin: `${ORIGIN}/` } }, 'auth/factor'],
	['comes from a frame of another site', { clientData: { crossOrigin: true } }, 'auth/factor'],
	['names the site around it', { clientData: { topOrigin: 'https://evil.test' } }, 'auth/factor'],
	[
		'comes from a frame and names ourselves around it',
		{ clientData: { crossOrigin: true, topOrigin: ORIGIN } },
		'auth/factor'
	],
	['is for another relying party', { rpId: 'evil.test' }, 'auth/factor'],
	['was made with nobody present', { flags: FLAG.uv }, 'auth/factor'],
	['answers a challenge nobody asked', { clientData: { challenge: 'AAAA' } }, 'auth/stale'],
	['answers no challenge', { clientData: { challenge: undefined } }, 'auth/factor'],
	['has a signature with one bit changed', inside('signature', -1), 'auth/factor'],
	['has authenticator data with one bit changed', inside('authenticatorData', -1), 'auth/factor'],
	['says another id than it is', { rawId: 'AAAA' }, 'auth/factor'],
	['is no public key', { type: 'password' }, 'auth/factor'],
	['is of an unknown key', { id: Buffer.alloc(20).toString('base64url') }, 'auth/factor'],
	['names the account by another handle', { userHandle: 'AAAA' }, 'auth/factor'],
	['names the account by its address', { userHandle: Buffer.from(ADA).toString('base64url') }, 'auth/factor'],
	[
		'says that the key can be copied, which it could not',
		{ flags: FLAG.up | FLAG.uv | FLAG.be },
		'auth/factor'
	],
	['says that it is copied and cannot be', { flags: FLAG.up | FLAG.uv | FLAG.bs }, 'auth/factor'],
	[
		'is not written in base64url',
		{ afterwards: (response) => (response['signature'] += '=') },
		'input/invalid'
	],
	[
		'is longer than any',
		{ afterwards: (response) => (response['signature'] = 'A'.repeat(20_000)) },
		'input/invalid'
	]
];

describe('an answer is refused that', () => {
	test.each(altered)('%s', async (_name, alter, code) => {
		const key = await registered(ADA);
		await expect(answered(key, ADA, alter)).rejects.toMatchObject({ code });
		expect(await keys.find(key.id)).toMatchObject({ used: null, blocked: 0 });
		// Nothing else was wrong with it.
		await expect(answered(key, ADA)).resolves.toMatchObject({ key: key.id });
	});

	test('changes what the browser saw after signing', async () => {
		const key = await registered(ADA);
		const asked = await requestOptions('second', 'browser', ADA);
		const other = await requestOptions('second', 'browser', ADA);
		const [first, second] = [key.get(asked), key.get(other)] as { response: Record<string, string> }[];
		first!.response['clientDataJSON'] = second!.response['clientDataJSON']!;
		await expect(check(first, 'second', ADA)).rejects.toMatchObject({ code: 'auth/factor' });
	});

	test('is signed by another key', async () => {
		const [key, signer] = [await registered(ADA), await registered(ADA)];
		await expect(answered(key, ADA, { signer })).rejects.toMatchObject({ code: 'auth/factor' });
	});

	test('is of a key of somebody else', async () => {
		await registered(ADA);
		const key = await registered(BEN);
		await expect(answered(key, ADA)).rejects.toMatchObject({ code: 'auth/factor' });
	});

	test('is of somebody else, with the handle of this account', async () => {
		const [own, key] = [await registered(ADA), await registered(BEN)];
		const alter = { userHandle: own.handle };
		await expect(answered(key, ADA, alter)).rejects.toMatchObject({ code: 'auth/factor' });
		await expect(answered(key, null, alter, 'passkey')).rejects.toMatchObject({ code: 'auth/factor' });
	});

	test('signs in alone without saying whose it is', async () => {
		const key = await registered(ADA);
		const alter = { userHandle: null };
		await expect(answered(key, null, alter, 'passkey')).rejects.toMatchObject({ code: 'auth/factor' });
		await expect(answered(key, ADA, alter)).resolves.toMatchObject({ key: key.id });
	});

	test('signs in alone without having seen a PIN or a finger', async () => {
		const key = await registered(ADA, { verifies: false });
		await expect(answered(key, null, {}, 'passkey')).rejects.toMatchObject({ code: 'auth/factor' });
		await expect(answered(key, ADA)).resolves.toMatchObject({ userVerified: false });
	});
});

function check(response: unknown, ceremony: Asked, address: string | null, more: object = {}) {
	return verifyAssertion(response, { ceremony, binding: 'browser', address, client: CLIENT, ...more });
}

describe('a question is answered once, by whom it was asked, for what it was asked', () => {
	const stale = { code: 'auth/stale' };

	test('not twice', async () => {
		const key = await registered(ADA, { counts: false });
		const response = key.get(await requestOptions('second', 'browser', ADA));
		await expect(check(response, 'second', ADA)).resolves.toBeDefined();
		await expect(check(response, 'second', ADA)).rejects.toMatchObject(stale);
	});

	test('once of fifty at the same time', async () => {
		const key = await registered(ADA, { counts: false });
		const response = key.get(await requestOptions('second', 'browser', ADA));
		const all = await Promise.allSettled(Array.from({ length: 50 }, () => check(response, 'second', ADA)));
		expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	test('not after a wrong answer either', async () => {
		const key = await registered(ADA);
		const asked = await requestOptions('second', 'browser', ADA);
		await expect(check(key.get(asked, { rpId: 'evil.test' }), 'second', ADA)).rejects.toBeDefined();
		await expect(check(key.get(asked), 'second', ADA)).rejects.toMatchObject(stale);
	});

	test('not later than five minutes', async () => {
		const key = await registered(ADA);
		const asked = await requestOptions('second', 'browser', ADA);
		const late = { now: Date.now() + 5 * 60_000 + 1000 };
		await expect(check(key.get(asked), 'second', ADA, late)).rejects.toMatchObject(stale);
		const still = { now: Date.now() + 5 * 60_000 - 2000 };
		await expect(check(key.get(asked), 'second', ADA, still)).resolves.toBeDefined();
	});

	test('not in another browser', async () => {
		const key = await registered(ADA);
		const asked = await requestOptions('second', 'browser', ADA);
		await expect(check(key.get(asked), 'second', ADA, { binding: 'other' })).rejects.toMatchObject(stale);
	});

	test.each([
		['second', 'proof'],
		['second', 'passkey'],
		['proof', 'second'],
		['proof', 'passkey'],
		['passkey', 'second'],
		['passkey', 'proof']
	] as const)('one of “%s” not for “%s”', async (asked, given) => {
		const key = await registered(ADA);
		const response = key.get(await requestOptions(asked, 'browser', ADA));
		await expect(check(response, given, given === 'passkey' ? null : ADA)).rejects.toMatchObject(stale);
	});

	test('one that was asked of a new key not by an old one', async () => {
		const key = await registered(ADA);
		const response = key.get({ challenge: newChallenge('register', 'browser') });
		await expect(check(response, 'second', ADA)).rejects.toMatchObject(stale);
	});

	test.each([0, 15, 16, 21, 22, -1])('one with a bit changed at %i', async (at) => {
		const key = await registered(ADA);
		const challenge = flip(newChallenge('second', 'browser'), at);
		await expect(check(key.get({ challenge }), 'second', ADA)).rejects.toMatchObject(stale);
	});
});

describe('a key that counts backwards is blocked', () => {
	test.each([
		['to less', 2],
		['to the same', 5],
		['to nothing', 0]
	])('%s', async (_name, counter) => {
		const key = await registered(ADA);
		key.counter = 4;
		await answered(key, ADA);
		const copied = { code: 'key/copied', address: ADA, keyName: 'Blue key' };
		await expect(answered(key, ADA, { counter })).rejects.toMatchObject({ ...copied, news: true });
		// The true key too: nobody knows any more which one it is.
		key.counter = 100;
		await expect(answered(key, ADA)).rejects.toMatchObject({ ...copied, news: false });
		expect((await requestOptions('second', 'browser', ADA)).allowCredentials).not.toContainEqual(
			expect.objectContaining({ id: key.id })
		);
	});

	test('but not by an answer that nobody signed', async () => {
		const [key, signer] = [await registered(ADA), await registered(ADA)];
		key.counter = 4;
		await answered(key, ADA);
		await expect(answered(key, ADA, { counter: 1, signer })).rejects.toMatchObject({ code: 'auth/factor' });
		await expect(answered(key, ADA)).resolves.toBeDefined();
	});

	test('and one that never counts is not', async () => {
		const key = await registered(ADA, { counts: false, synced: true });
		await answered(key, ADA);
		await expect(answered(key, ADA)).resolves.toMatchObject({ key: key.id });
	});
});
