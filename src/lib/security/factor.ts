/** What a person can show beside the password, and how a stay began. */

/** A second factor. `recovery` is one of ten codes on paper. */
export type Factor = 'key' | 'totp' | 'recovery';

/** How a session began: by the password alone, with a factor, by a passkey alone, or in a browser that is trusted. */
export type SignInWay = 'password' | Factor | 'passkey' | 'trusted';

/** What an account could show now. */
export interface Ways {
	readonly keys: number;
	readonly totp: boolean;
	/** Recovery codes left; they are no factor of their own. */
	readonly recovery: number;
}

/** Does the account have a second factor? Recovery codes alone are none. */
export function hasFactor(ways: Ways): boolean {
	return ways.keys > 0 || ways.totp;
}

/** Milliseconds for which a shown factor opens dangerous actions (DESIGN 6, security A12). */
export const FRESH = 5 * 60_000;
