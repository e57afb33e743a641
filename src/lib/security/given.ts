/**
 * What a person shows to prove that it is them: the answer of a security key, six digits, a recovery code, or the
 * password where no factor is set up (or where a passkey alone still lacks it).
 */
export type Given =
	| { readonly kind: 'key'; readonly response: unknown }
	| { readonly kind: 'totp'; readonly code: string }
	| { readonly kind: 'recovery'; readonly code: string }
	| { readonly kind: 'password'; readonly password: string };

/** The first question to somebody who signs in, or why there is none: what the page draws next. */
export interface SecondQuestion {
	/** What is owed: a second factor, or the password behind a passkey that cannot bring it along. */
	readonly step: 'second' | 'password';
	readonly address: string;
	/** What the account could show. */
	readonly ways: { readonly keys: number; readonly totp: boolean; readonly recovery: number };
	/** Options for the browser's `navigator.credentials.get`; null: no key to ask. */
	readonly key: unknown;
	/** Password mode: the password, wrapped in the page under the passkey's PRF output, base64; null: type it. */
	readonly wrapped: string | null;
	/** Days for which this browser may be trusted; 0: not offered. */
	readonly trustDays: number;
}

/** Longest text of any kind, characters. */
const MAX_CODE = 100;
const MAX_PASSWORD = 1024;

/** Reads what a page sent; null when it is nothing of the four. */
export function parseGiven(value: unknown): Given | null {
	if (typeof value !== 'object' || value === null) return null;
	const { kind, response, code, password } = value as Record<string, unknown>;
	if (kind === 'key') return typeof response === 'object' && response !== null ? { kind, response } : null;
	if (kind === 'totp' || kind === 'recovery')
		return typeof code === 'string' && code !== '' && code.length <= MAX_CODE ? { kind, code } : null;
	if (kind === 'password')
		return typeof password === 'string' && password !== '' && password.length <= MAX_PASSWORD
			? { kind, password }
			: null;
	return null;
}
