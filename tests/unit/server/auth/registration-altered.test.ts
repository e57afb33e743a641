import { describe, expect, test } from 'vitest';
import { newChallenge } from '$lib/server/auth/challenge';
import { registrationOptions, verifyRegistration } from '$lib/server/auth/registration';
import { FLAG, type Alter } from '../../../bed/authenticator-soft.ts';
import { keyBed, ORIGIN, registered, RP, softKey } from './key-bed';

keyBed();
const ADA = 'ada@demo.test';
const BEN = 'ben@demo.test';

async function made(alter: Alter = {}, key = softKey()) {
	return verifyRegistration(key.create(await registrationOptions(ADA, 'browser'), alter), ADA, 'browser');
}

test('options ask for no attestation, name the account by a random handle, and leave out what is there', async () => {
	const key = await registered(ADA);
	const options = await registrationOptions(ADA, 'browser');
	expect(options).toMatchObject({
		attestation: 'none',
		rp: { id: RP },
		authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
		extensions: { prf: {} }
	});
	expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-8, -7, -257]);
	expect(options.excludeCredentials?.map(({ id }) => id)).toContain(key.id);
	expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(32);
	expect(Buffer.from(options.user.id, 'base64url').includes('ada')).toBe(false);
	expect(Buffer.from(options.challenge, 'base64url').length).toBeGreaterThanOrEqual(16);
});

test('what a key says of itself is kept', async () => {
	expect(await made()).toMatchObject({
		...{ address: ADA, algorithm: -7, discoverable: 1, transports: '["usb"]', prf: 0 },
		...{ backup_eligible: 0, backed_up: 0, wrapped: null }
	});
	expect(await made({}, softKey({ synced: true }))).toMatchObject({ backup_eligible: 1, backed_up: 1 });
	expect(await made({}, softKey({ verifies: false }))).toMatchObject({ discoverable: 0 });
});

const altered: [name: string, alter: Alter, code: string][] = [
	['says it was made to sign in', { clientData: { type: 'webauthn.get' } }, 'auth/factor'],
	['comes from another host', { clientData: { origin: 'https://evil.test' } }, 'auth/factor'],
	['comes from another port', { clientData: { origin: `https://${RP}` } }, 'auth/factor'],
	['comes from a frame of another site', { clientData: { crossOrigin: true } }, 'auth/factor'],
	['names the site around it', { clientData: { crossOrigin: false, topOrigin: ORIGIN } }, 'auth/factor'],
	['is for another relying party', { rpId: 'evil.test' }, 'auth/factor'],
	['was made with nobody present', { flags: FLAG.uv }, 'auth/factor'],
	['says that it is copied and cannot be', { flags: FLAG.up | FLAG.bs }, 'auth/factor'],
	['answers a challenge nobody asked', { clientData: { challenge: 'AAAA' } }, 'auth/stale'],
	['says another id than it signed', { id: Buffer.alloc(20).toString('base64url') }, 'auth/factor'],
	['says an algorithm that is not on the list', { algorithm: -65535 }, 'auth/factor'],
	['brings a statement where it says none', { statement: new Map([['a', 1]]) }, 'auth/factor']
];

describe('a new key is refused that', () => {
	test.each(altered)('%s', async (_name, alter, code) => {
		const key = softKey();
		await expect(made(alter, key)).rejects.toMatchObject({ code });
		await expect(made({}, key)).resolves.toMatchObject({ id: key.id });
	});

	/** The library would check such a statement, and fetch lists from wherever its certificates say. */
	test.each<[string, Alter]>([
		['brings certificates', { format: 'packed', statement: new Map([['x5c', new Uint8Array()]]) }],
		['is attested as older keys are', { format: 'fido-u2f' }],
		['is attested as computers are', { format: 'tpm' }],
		['is attested as phones are', { format: 'android-key' }]
	])('%s, before anybody looks at them', async (_name, alter) => {
		const cause = expect.objectContaining({ message: expect.stringContaining('not asked for') });
		await expect(made(alter)).rejects.toMatchObject({ code: 'auth/factor', cause });
	});

	test('signs with an algorithm that is not on the list', async () => {
		await expect(made({}, softKey({ algorithm: 'ES384' }))).rejects.toMatchObject({ code: 'auth/factor' });
	});

	test('the account has already', async () => {
		await expect(made({}, await registered(ADA))).rejects.toMatchObject({ code: 'key/exists' });
	});

	test('somebody else has', async () => {
		await expect(made({}, await registered(BEN))).rejects.toMatchObject({ code: 'key/exists' });
	});

	test('answers a second time', async () => {
		const response = softKey().create(await registrationOptions(ADA, 'browser'));
		await verifyRegistration(response, ADA, 'browser');
		await expect(verifyRegistration(response, ADA, 'browser')).rejects.toMatchObject({ code: 'auth/stale' });
	});

	test('answers after five minutes', async () => {
		const response = softKey().create(await registrationOptions(ADA, 'browser'));
		const late = Date.now() + 5 * 60_000 + 1000;
		await expect(verifyRegistration(response, ADA, 'browser', late)).rejects.toMatchObject({
			code: 'auth/stale'
		});
	});

	test('answers in another browser', async () => {
		const response = softKey().create(await registrationOptions(ADA, 'browser'));
		await expect(verifyRegistration(response, ADA, 'other')).rejects.toMatchObject({ code: 'auth/stale' });
	});

	test.each(['second', 'passkey', 'proof'] as const)('answers what was asked for “%s”', async (ceremony) => {
		const challenge = newChallenge(ceremony, 'browser');
		const response = softKey().create({ challenge, user: { id: 'AAAA' } });
		await expect(verifyRegistration(response, ADA, 'browser')).rejects.toMatchObject({ code: 'auth/stale' });
	});
});

test.each([null, 'text', [], {}, { id: 1 }, { id: 'a', rawId: 'a', type: 'public-key' }])(
	'what is no answer at all is refused: %j',
	async (value) => {
		await expect(verifyRegistration(value, ADA, 'browser')).rejects.toMatchObject({
			code: expect.stringMatching(/^(input\/invalid|auth\/factor)$/)
		});
	}
);
