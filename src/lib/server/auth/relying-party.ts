import { config } from '$lib/server/config';

/** What keys and browsers know this installation by (WebAuthn Level 3 §5.1.2). */
export interface RelyingParty {
	/** Compared exactly with what the browser saw. */
	readonly origin: string;
	/** The host of it: keys registered here work here alone. */
	readonly id: string;
	readonly name: string;
}

export function relyingParty(): RelyingParty {
	const { origin } = config();
	return { origin, id: new URL(origin).hostname, name: 'Postern' };
}

/** COSE algorithms taken, the best first: EdDSA, ES256, RS256 (RFC 9053 §2, RFC 8812 §2). Fixed (security A6). */
export const ALGORITHMS = [-8, -7, -257] as const;
