import type { Selectable } from 'kysely';

/** A registered security key or passkey. Times in epoch milliseconds; 0 or 1 where it is yes or no. */
export interface SecurityKeyTable {
	/** Credential id, base64url. */
	id: string;
	address: string;
	/** What its owner calls it. */
	name: string;
	/** COSE key. */
	public_key: Buffer;
	/** COSE algorithm: -7 ES256, -8 EdDSA, -257 RS256. */
	algorithm: number;
	counter: number;
	/** JSON list of `usb`, `nfc`, `ble`, `internal`, `hybrid`, `smart-card`. */
	transports: string;
	/** Model of the authenticator, as it says. */
	aaguid: string;
	/** It can say who it is for, and proved a person at registration: it may be the only step. */
	discoverable: number;
	backup_eligible: number;
	backed_up: number;
	/** It has the PRF extension (WebAuthn Level 3 §10.1.4). */
	prf: number;
	/** The mail password, encrypted in the page under the PRF output and here once more; null: it opens nothing alone. */
	wrapped: Buffer | null;
	/** It counted backwards. */
	blocked: number;
	created: number;
	used: number | null;
	used_from: string | null;
}

export type SecurityKeyRow = Selectable<SecurityKeyTable>;

/** Challenges that were answered, until they would have expired anyway. */
export interface SpentChallengeTable {
	id: string;
	expires: number;
}
