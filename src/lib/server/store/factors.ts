import type { Selectable } from 'kysely';

/** What belongs to the account as a whole. Times in epoch milliseconds. */
export interface FactorOwnerTable {
	address: string;
	/** WebAuthn user handle: 32 random bytes, base64url; says nothing of the address (security A6). */
	handle: string;
	/** TOTP seed sealed under the server's key; null: no app. */
	totp_sealed: Buffer | null;
	/** When the app was confirmed; null: begun, not confirmed. */
	totp_since: number | null;
	/** Last time step that was accepted: no code opens twice (RFC 6238 §5.2). */
	totp_step: number | null;
	totp_used: number | null;
	codes_made: number | null;
	/** First sign-in after the policy began to ask for a factor. */
	grace_from: number | null;
}

export interface RecoveryCodeTable {
	address: string;
	/** HMAC-SHA-256 under the server's key, hex. */
	hash: string;
	used: number | null;
}

export type FactorOwner = Selectable<FactorOwnerTable>;
