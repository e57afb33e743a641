import {
	generateAuthenticationOptions,
	verifyAuthenticationResponse,
	type AuthenticationResponseJSON,
	type PublicKeyCredentialRequestOptionsJSON
} from '@simplewebauthn/server';
import { Problem } from '$lib/server/problem';
import * as factors from '$lib/server/store/factors';
import * as keys from '$lib/server/store/security-keys';
import { CHALLENGE_LIFE, newChallenge, spend, type Ceremony } from './challenge';
import { challengeOf, parseAssertion } from './key-response';
import { relyingParty } from './relying-party';
import { openWrapped } from './wrapped';

/** What a key may be asked to answer. */
export type Asked = Exclude<Ceremony, 'register'>;

/**
 * How much a key must know of its owner. Alone it stands for the password too: it must see a PIN or a finger. After
 * the password a touch is enough, and asking for more would lead people with plain keys through setting a PIN. Within
 * a stay, which may be hours old, a key left in its port would be one touch from a new app password: those that can
 * ask their owner, do.
 */
const VERIFICATION = { passkey: 'required', second: 'discouraged', proof: 'preferred' } as const;

/**
 * Options for `navigator.credentials.get`, as JSON. `address` null (`passkey`): whichever key the person picks; then
 * nothing in the answer depends on any account (security A7). With an address the password was shown before.
 * `only`: this one key, which must prove its owner, as whoever unlocks a mailbox alone will have to.
 */
export async function requestOptions(
	ceremony: Asked,
	binding: string,
	address: string | null,
	only: string | null = null
): Promise<PublicKeyCredentialRequestOptionsJSON> {
	const all = address === null ? [] : await keys.listOf(address);
	const rows = all.filter((row) => row.blocked === 0 && (only === null || row.id === only));
	return generateAuthenticationOptions({
		rpID: relyingParty().id,
		// As bytes: text would be encoded once more.
		challenge: new Uint8Array(Buffer.from(newChallenge(ceremony, binding), 'base64url')),
		timeout: CHALLENGE_LIFE,
		userVerification: only === null ? VERIFICATION[ceremony] : 'required',
		allowCredentials: rows.map((row) => ({ id: row.id, transports: JSON.parse(row.transports) as string[] }))
	});
}

export interface Asking {
	readonly ceremony: Asked;
	readonly binding: string;
	/** Whose key it must be; null for `passkey` alone. */
	readonly address: string | null;
	/** The browser's network address. */
	readonly client: string;
	readonly now?: number;
}

export interface Assertion {
	readonly address: string;
	/** Credential id. */
	readonly key: string;
	/** What its owner calls it. */
	readonly name: string;
	/** The key has seen a PIN, a finger or a face. */
	readonly userVerified: boolean;
	/** For `passkey`: the mail password as the page wrapped it under the PRF output; null: this key keeps none. */
	readonly wrapped: Buffer | null;
}

/** A key counted backwards, now or before: it is blocked. */
export class CopiedKey extends Problem {
	readonly address: string;
	readonly keyName: string;
	/** It was found out by this answer. */
	readonly news: boolean;

	constructor(row: { address: string; name: string; blocked: number }) {
		super('key/copied');
		this.address = row.address;
		this.keyName = row.name;
		this.news = row.blocked === 0;
	}
}

/**
 * Checks what a key answered (WebAuthn Level 3 §7.2) and notes its use. Errors: `auth/stale` (ask anew),
 * `auth/factor` for whatever is wrong with it, `key/copied` as a `CopiedKey`, `input/invalid`.
 */
export async function verifyAssertion(value: unknown, asking: Asking): Promise<Assertion> {
	const { ceremony, binding, address, client, now = Date.now() } = asking;
	const response = parseAssertion(value);
	const challenge = challengeOf(response.response.clientDataJSON, 'webauthn.get');
	await spend(challenge, ceremony, binding, now);
	const row = await keys.find(response.id);
	if (!row || (address === null ? ceremony !== 'passkey' : row.address !== address)) {
		throw new Problem('auth/factor');
	}
	const { userHandle } = response.response;
	const { handle } = await factors.ensure(row.address);
	// After the password a plain key need not say whose it is.
	if (userHandle === undefined ? address === null : userHandle !== handle) throw new Problem('auth/factor');
	const { counter, userVerified, backedUp } = await checked(response, challenge, row, ceremony === 'passkey');
	const use = { counter, backedUp, discoverable: ceremony === 'passkey', at: now, client };
	if (row.blocked === 1 || !(await keys.use(row.id, use))) {
		await keys.block(row.id);
		throw new CopiedKey(row);
	}
	const wrapped =
		ceremony === 'passkey' && row.wrapped ? openWrapped(row.wrapped, row.address, row.id) : null;
	return { address: row.address, key: row.id, name: row.name, userVerified, wrapped };
}

async function checked(
	response: AuthenticationResponseJSON,
	challenge: string,
	row: keys.SecurityKeyRow,
	mustVerify: boolean
): Promise<{ counter: number; userVerified: boolean; backedUp: boolean }> {
	const { origin, id } = relyingParty();
	const verification = await verifyAuthenticationResponse({
		response,
		expectedChallenge: challenge,
		expectedOrigin: origin,
		expectedRPID: id,
		// The library would compare counters before the signature; then a forged answer could block anybody's key.
		credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: 0 },
		requireUserVerification: mustVerify
	}).catch((cause: unknown) => {
		throw new Problem('auth/factor', { cause });
	});
	if (!verification.verified) throw new Problem('auth/factor');
	const { newCounter, userVerified, credentialDeviceType, credentialBackedUp } =
		verification.authenticationInfo;
	// Whether a key can be copied to other devices is fixed when it is made.
	if ((credentialDeviceType === 'multiDevice') !== (row.backup_eligible === 1))
		throw new Problem('auth/factor');
	return { counter: newCounter, userVerified, backedUp: credentialBackedUp };
}
