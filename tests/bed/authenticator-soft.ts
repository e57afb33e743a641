import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { cbor, type Cbor } from './cbor.ts';

/** Bits of the authenticator data (WebAuthn Level 3 §6.1). */
export const FLAG = { up: 1, uv: 4, be: 8, bs: 16, at: 64, ed: 128 } as const;

export interface SoftOptions {
	/** What the browser would say of the page. */
	readonly origin: string;
	readonly rpId: string;
	readonly algorithm?: 'ES256' | 'EdDSA' | 'RS256' | 'ES384';
	/** Whether it can be copied to other devices. */
	readonly synced?: boolean;
	/** It asks for a PIN or a finger each time. */
	readonly verifies?: boolean;
	/** False: it says 0 for ever, as synced keys do. */
	readonly counts?: boolean;
}

/** What is changed before it is signed, or after. */
export interface Alter {
	readonly clientData?: Readonly<Record<string, unknown>>;
	readonly flags?: number;
	readonly rpId?: string;
	readonly counter?: number;
	readonly userHandle?: string | null;
	/** Another credential id than the key's own. */
	readonly id?: string;
	readonly rawId?: string;
	readonly type?: string;
	readonly algorithm?: number;
	/** Signs with another key than the one that is registered. */
	readonly signer?: SoftKey;
	/** After signing. */
	readonly afterwards?: (response: Record<string, string>) => void;
	readonly format?: string;
	readonly statement?: ReadonlyMap<string, Cbor>;
}

const KINDS = {
	ES256: { cose: -7, make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }), hash: 'sha256' },
	ES384: { cose: -35, make: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }), hash: 'sha384' },
	EdDSA: { cose: -8, make: () => generateKeyPairSync('ed25519'), hash: null },
	RS256: { cose: -257, make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }), hash: 'sha256' }
} as const;

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();
const encode = (data: Uint8Array | string) => Buffer.from(data).toString('base64url');

/** The two kinds of question, as our options say them. */
export interface Question {
	readonly challenge: string;
	readonly user?: { readonly id: string };
}

/** A security key without the hardware: it makes real signatures, over whatever a test wants to have signed. */
export class SoftKey {
	readonly id = encode(randomBytes(20));
	readonly options: Required<SoftOptions>;
	/** The handle it was registered with. */
	handle: string | null = null;
	counter = 0;
	readonly #keys: { publicKey: KeyObject; privateKey: KeyObject };

	constructor(options: SoftOptions) {
		this.options = { algorithm: 'ES256', synced: false, verifies: true, counts: true, ...options };
		this.#keys = KINDS[this.options.algorithm].make();
	}

	/** As `navigator.credentials.create` and `startRegistration` would answer. */
	create(question: Question, alter: Alter = {}): Record<string, unknown> {
		this.handle = question.user?.id ?? null;
		const id = Buffer.from(this.id, 'base64url');
		const attested = Buffer.concat([
			Buffer.alloc(16),
			Buffer.of(id.length >> 8, id.length & 0xff),
			id,
			this.#publicKey(alter.algorithm)
		]);
		const data = Buffer.concat([this.#data(alter, FLAG.at), attested]);
		const attestation = new Map<string, Cbor>([
			['fmt', alter.format ?? 'none'],
			['attStmt', alter.statement ?? new Map()],
			['authData', data]
		]);
		const response = {
			clientDataJSON: encode(this.#clientData('webauthn.create', question, alter)),
			attestationObject: encode(cbor(attestation))
		};
		alter.afterwards?.(response);
		return this.#frame(alter, { ...response, transports: ['usb'] });
	}

	/** As `navigator.credentials.get` and `startAuthentication` would answer. */
	get(question: Question, alter: Alter = {}): Record<string, unknown> {
		if (this.options.counts) this.counter += 1;
		const data = this.#data(alter, 0);
		const clientData = this.#clientData('webauthn.get', question, alter);
		const signature = (alter.signer ?? this).signed(Buffer.concat([data, sha256(clientData)]));
		const handle = alter.userHandle === undefined ? this.handle : alter.userHandle;
		const response: Record<string, string> = {
			clientDataJSON: encode(clientData),
			authenticatorData: encode(data),
			signature: encode(signature),
			...(handle === null ? {} : { userHandle: handle })
		};
		alter.afterwards?.(response);
		return this.#frame(alter, response);
	}

	signed(data: Uint8Array): Buffer {
		return sign(KINDS[this.options.algorithm].hash, data, this.#keys.privateKey);
	}

	#frame(alter: Alter, response: object): Record<string, unknown> {
		const id = alter.id ?? this.id;
		return {
			...{ id, rawId: alter.rawId ?? id, type: alter.type ?? 'public-key', response },
			clientExtensionResults: { credProps: { rk: true } }
		};
	}

	#clientData(type: string, { challenge }: Question, alter: Alter): string {
		return JSON.stringify({
			...{ type, challenge, origin: this.options.origin, crossOrigin: false },
			...alter.clientData
		});
	}

	#data(alter: Alter, more: number): Buffer {
		const { verifies, synced, rpId } = this.options;
		const flags = FLAG.up | (verifies ? FLAG.uv : 0) | (synced ? FLAG.be | FLAG.bs : 0);
		const counter = Buffer.alloc(4);
		counter.writeUInt32BE(alter.counter ?? this.counter);
		return Buffer.concat([sha256(alter.rpId ?? rpId), Buffer.of((alter.flags ?? flags) | more), counter]);
	}

	/** COSE_Key (RFC 9052 §7). */
	#publicKey(algorithm: number = KINDS[this.options.algorithm].cose): Buffer {
		const { kty, x, y, n, e } = this.#keys.publicKey.export({ format: 'jwk' });
		const bytes = (part: string | undefined) => Buffer.from(part ?? '', 'base64url');
		if (kty === 'RSA') {
			return cbor(new Map<number, Cbor>([...pairs(3, algorithm), [-1, bytes(n)], [-2, bytes(e)]]));
		}
		if (kty === 'OKP') return cbor(new Map<number, Cbor>([...pairs(1, algorithm), [-1, 6], [-2, bytes(x)]]));
		const curve = this.options.algorithm === 'ES384' ? 2 : 1;
		return cbor(new Map<number, Cbor>([...pairs(2, algorithm), [-1, curve], [-2, bytes(x)], [-3, bytes(y)]]));
	}
}

function pairs(type: number, algorithm: number): [number, Cbor][] {
	return [
		[1, type],
		[3, algorithm]
	];
}
