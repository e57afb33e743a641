import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { copyFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeKey, signToken, tokenKeys } from '$lib/server/auth/token-keys';
import { TOKEN_ISSUER } from '../../src/mailserver/dovecot-config.ts';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { altered, es256, seconds, signer, type Alteration } from '../bed/altered-token.ts';
import { enable, placeOf } from '../bed/doveadm.ts';
import { answerTo, DOORS, opens, type Door } from '../bed/plain-door.ts';

const mail = inject('mailServer');
const folder = placeOf(mail).tokens;
const outside = join(folder, 'outside');
let ada: BedAccount;
let ben: BedAccount;

beforeAll(async () => {
	if (tokenKeys(folder).length === 0) makeKey(folder);
	// A key that is no key of ours, but could be reached by a path.
	copyFileSync(join(folder, 'public', 'postern', 'ES256', signer(folder).kid), outside);
	ada = await freshAccount(mail, 'ada');
	ben = await freshAccount(mail, 'ben');
});
afterAll(() => rmSync(outside, { force: true }));

const others = (door: Door) => DOORS.filter((other) => other !== door);
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** What is wrong with it, and what is changed; everything else is as Postern would make it. */
const WRONG: Record<string, (door: Door) => Alteration> = {
	'for the other services': (door) => ({ body: { scope: others(door).join(' ') } }),
	'for no service': () => ({ body: { scope: undefined } }),
	expired: () => ({ body: { iat: seconds() - 120, nbf: seconds() - 120, exp: seconds() - 2 } }),
	'of the future': () => ({ body: { iat: seconds() + 30, nbf: seconds() + 30, exp: seconds() + 90 } }),
	'of a foreign issuer': () => ({ body: { iss: 'https://evil.example' } }),
	'of no issuer': () => ({ body: { iss: undefined } }),
	'signed with a foreign key': () => ({ signature: (text) => es256(text, stranger) }),
	'not signed (alg none)': () => ({ head: { alg: 'none' }, signature: () => '' }),
	'signed with the public key as a secret (HS256)': () => ({
		head: { alg: 'HS256' },
		signature: (text) =>
			createHmac('sha256', createPublicKey(signer(folder).pem).export({ type: 'spki', format: 'pem' }))
				.update(text)
				.digest('base64url')
	}),
	'changed after it was signed': () => ({ signature: () => es256('something.else', signer(folder).pem) }),
	'for another user': () => ({ body: { sub: ben.address } }),
	'of a key that is not there': () => ({ head: { kid: 'nowhere' } }),
	'of a key by a path to the right one': () => ({ head: { kid: `../ES256/${signer(folder).kid}` } }),
	'of a key by a path out of the folder': () => ({ head: { kid: '../../../outside' } }),
	'of a party by a path': () => ({ body: { azp: '../public/postern' } })
};

describe.each(DOORS)('%s', (door) => {
	const knock = (change?: Alteration, from = '127.0.0.1') =>
		opens(mail, door, { user: ada.address, token: altered(folder, ada.address, door, change), from });

	test('a token of its own opens it, from where Postern is', async () => {
		expect(await knock()).toBe(true);
		expect(await knock({}, '127.0.0.2')).toBe(false);
	});

	test.concurrent.each(Object.keys(WRONG))('not one %s', async (name) => {
		expect(await knock(WRONG[name]!(door))).toBe(false);
	});

	test('clocks may differ by most of a minute, either way', async () => {
		for (const ahead of [-50_000, 50_000]) {
			const now = Date.now() + ahead;
			const token = signToken(folder, { iss: TOKEN_ISSUER, sub: ada.address, scope: door, now });
			expect(await opens(mail, door, { user: ada.address, token })).toBe(true);
		}
	});

	test('not for a disabled account, and then the password neither', async () => {
		const cleo = await freshAccount(mail, 'cleo');
		const { address: user, password } = cleo;
		const token = altered(folder, user, door);
		expect(await opens(mail, door, { user, token })).toBe(true);
		enable(mail, user, false);
		const answer = await answerTo(mail, door, { user, token });
		expect(answer.open).toBe(false);
		expect(answer.line).toMatch(/AUTHENTICATIONFAILED|Authentication failed|authentication failed/i);
		expect(await opens(mail, door, { user, password })).toBe(false);
	});
});

test('a token is no password', async () => {
	const token = altered(folder, ada.address, 'imap');
	expect(await opens(mail, 'imap', { user: ada.address, password: token })).toBe(false);
	expect(await opens(mail, 'imap', { user: ada.address, password: ada.password })).toBe(true);
});

test('private keys are for the web process alone, public ones for everybody', () => {
	const { kid } = signer(folder);
	const mode = (...path: string[]) => (statSync(join(folder, ...path)).mode & 0o777).toString(8);
	expect([mode('private'), mode('private', `${kid}.pem`)]).toEqual(['700', '600']);
	expect([mode('public'), mode('public', 'postern', 'ES256', kid)]).toEqual(['755', '644']);
});
