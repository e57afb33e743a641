import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { Problem } from '$lib/server/problem';
import { relyingParty } from './relying-party';

/** Longest part of a response, characters; an RSA key with its attestation has some 2,000. */
const LONGEST = 16_384;

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
type Transport = (typeof TRANSPORTS)[number];

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem('input/invalid');
	return value as Fields;
}

/** Base64url as we and every browser write it: one way to say each thing, so that what is compared is what is read. */
function base64url(value: unknown): string {
	if (typeof value !== 'string' || value.length > LONGEST || !/^[\w-]+$/.test(value)) {
		throw new Problem('input/invalid');
	}
	return value;
}

function frame(value: unknown): { id: string; response: Fields; extensions: Fields } {
	const { id, rawId, type, response, clientExtensionResults } = fields(value);
	if (id !== rawId || type !== 'public-key') throw new Problem('auth/factor');
	return { id: base64url(id), response: fields(response), extensions: fields(clientExtensionResults ?? {}) };
}

/**
 * The answer of a key to a question, only with what is looked at. Secrets that a page should have taken out of it
 * (results of extensions) stop here. Errors: `input/invalid`, `auth/factor`.
 */
export function parseAssertion(value: unknown): AuthenticationResponseJSON {
	const { id, response } = frame(value);
	const { userHandle } = response;
	return {
		...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
		response: {
			clientDataJSON: base64url(response.clientDataJSON),
			authenticatorData: base64url(response.authenticatorData),
			signature: base64url(response.signature),
			...(userHandle === undefined || userHandle === null || userHandle === ''
				? {}
				: { userHandle: base64url(userHandle) })
		}
	};
}

/** The answer of a new key. `discoverable` and `prf` are what the browser says of it; nothing is opened by them. */
export interface Registration {
	readonly response: RegistrationResponseJSON;
	readonly transports: readonly Transport[];
	/** It keeps the account's handle itself (WebAuthn Level 3 §10.1.3); null: the browser does not say. */
	readonly discoverable: boolean | null;
	readonly prf: boolean;
}

/** Errors: as `parseAssertion`. */
export function parseRegistration(value: unknown): Registration {
	const { id, response, extensions } = frame(value);
	const given: unknown[] = Array.isArray(response.transports) ? response.transports : [];
	const { rk } = fields(extensions.credProps ?? {});
	const { enabled } = fields(extensions.prf ?? {});
	return {
		response: {
			...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
			response: {
				clientDataJSON: base64url(response.clientDataJSON),
				attestationObject: base64url(response.attestationObject)
			}
		},
		transports: TRANSPORTS.filter((name) => given.includes(name)),
		discoverable: typeof rk === 'boolean' ? rk : null,
		prf: enabled === true
	};
}

/**
 * The challenge that a response answers, when what the browser says it saw is in order: the right kind of ceremony,
 * on a page of ours that stands in no frame of another site. The library takes a frame whose top is not named.
 * Errors: `auth/factor`.
 */
export function challengeOf(clientDataJSON: string, type: 'webauthn.create' | 'webauthn.get'): string {
	let data: Fields;
	try {
		data = fields(decodeClientDataJSON(clientDataJSON));
	} catch (cause) {
		throw new Problem('auth/factor', { cause });
	}
	const framed = (data.crossOrigin ?? false) !== false || data.topOrigin !== undefined;
	if (data.type !== type || data.origin !== relyingParty().origin || framed) throw new Problem('auth/factor');
	if (typeof data.challenge !== 'string') throw new Problem('auth/factor');
	return data.challenge;
}
