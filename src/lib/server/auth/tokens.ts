import type { MailService } from '$lib/server/account';
import { config } from '$lib/server/config';
import { Problem } from '$lib/server/problem';
import { signToken } from './token-keys';

/** Seconds a token is good for: a server looks at it once, when the connection is made. */
const LIFE = 60;

/**
 * A token that signs `address` in to one service of the mail server for the next minute (RFC 7519, RFC 7628).
 * Errors: `auth/expired` where token mode is off.
 */
export function mint(address: string, service: MailService, now: number = Date.now()): string {
	const { token } = config();
	if (!token) throw new Problem('auth/expired');
	return signToken(token.keys, { iss: token.issuer, sub: address, scope: service, life: LIFE, now });
}
