import {
	generateRegistrationOptions,
	verifyRegistrationResponse,
	type PublicKeyCredentialCreationOptionsJSON
} from '@simplewebauthn/server';
import { decodeAttestationObject, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { Problem } from '$lib/server/problem';
import * as factors from '$lib/server/store/factors';
import * as keys from '$lib/server/store/security-keys';
import { CHALLENGE_LIFE, newChallenge, spend } from './challenge';
import { challengeOf, parseRegistration } from './key-response';
import { ALGORITHMS, relyingParty } from './relying-party';

/** Label of the algorithm in a COSE key (RFC 9052 §7.1). */
const COSE_ALG = 3;

/**
 * Options for `navigator.credentials.create`, as JSON: any kind of key, one that can be the only step where there is
 * a choice, none that the account has already, and nothing about its maker, which would only identify people.
 */
export async function registrationOptions(
	address: string,
	binding: string
): Promise<PublicKeyCredentialCreationOptionsJSON> {
	const [rows, { handle }] = await Promise.all([keys.listOf(address), factors.ensure(address)]);
	const { id, name } = relyingParty();
	const options = await generateRegistrationOptions({
		...{ rpName: name, rpID: id, userName: address, userDisplayName: address },
		userID: new Uint8Array(Buffer.from(handle, 'base64url')),
		challenge: new Uint8Array(Buffer.from(newChallenge('register', binding), 'base64url')),
		timeout: CHALLENGE_LIFE,
		attestationType: 'none',
		supportedAlgorithmIDs: [...ALGORITHMS],
		authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
		excludeCredentials: rows.map((row) => ({
			id: row.id,
			transports: JSON.parse(row.transports) as string[]
		}))
	});
	return { ...options, extensions: { ...options.extensions, prf: {} } };
}

/** A key as it is stored, but for its name and times. */
export type NewKey = Omit<keys.SecurityKeyTable, 'name' | 'created'>;

/**
 * Checks what a new key answered (WebAuthn Level 3 §7.1). Nothing is stored. Errors: `auth/stale`, `auth/factor`,
 * `key/exists`, `input/invalid`.
 */
export async function verifyRegistration(
	value: unknown,
	address: string,
	binding: string,
	now: number = Date.now()
): Promise<NewKey> {
	const { response, transports, discoverable, prf } = parseRegistration(value);
	const challenge = challengeOf(response.response.clientDataJSON, 'webauthn.create');
	await spend(challenge, 'register', binding, now);
	const { origin, id } = relyingParty();
	const found = await refusing(async () => {
		refuseCertificates(response.response.attestationObject);
		return verifyRegistrationResponse({
			response,
			expectedChallenge: challenge,
			expectedOrigin: origin,
			expectedRPID: id,
			requireUserVerification: false,
			supportedAlgorithmIDs: [...ALGORITHMS]
		});
	});
	// The library does not hold the id that was signed against the one that was said.
	if (!found.verified || found.registrationInfo.credential.id !== response.id)
		throw new Problem('auth/factor');
	if (await keys.find(response.id)) throw new Problem('key/exists');
	const info = found.registrationInfo;
	const publicKey = Buffer.from(info.credential.publicKey);
	return {
		...{ id: response.id, address, public_key: publicKey, counter: info.credential.counter },
		...{ algorithm: algorithmOf(publicKey), transports: JSON.stringify(transports), aaguid: info.aaguid },
		discoverable: Number((discoverable ?? transports.includes('internal')) && info.userVerified),
		backup_eligible: Number(info.credentialDeviceType === 'multiDevice'),
		backed_up: Number(info.credentialBackedUp),
		...{ prf: Number(prf), wrapped: null, blocked: 0, used: null, used_from: null }
	};
}

/**
 * We ask for no attestation, so browsers send none, or one that the key made of itself. Certificates would have the
 * library fetch lists from addresses that stand in them.
 */
function refuseCertificates(attestation: string): void {
	const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestation, 'base64url')));
	const format = decoded.get('fmt');
	const self = format === 'packed' && decoded.get('attStmt').get('x5c') === undefined;
	if (format !== 'none' && !self) throw new Error(`attestation ${format} was not asked for`);
}

async function refusing<T>(check: () => Promise<T>): Promise<T> {
	try {
		return await check();
	} catch (cause) {
		throw new Problem('auth/factor', { cause });
	}
}

function algorithmOf(publicKey: Buffer): number {
	const algorithm = decodeCredentialPublicKey(new Uint8Array(publicKey)).get(COSE_ALG);
	return Number(algorithm);
}
