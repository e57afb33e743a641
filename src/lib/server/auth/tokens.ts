import type { MailService } from '$lib/server/account';
import { config, type Config } from '$lib/server/config';
import { ConfigError } from '$lib/server/environment';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import { knownToDovecot, signingKey, signToken, tokenKeys } from './token-keys';

/** A key that has signed for so many days is worth a word in the log. */
const OLD = 180;
const DAY = 86_400_000;

/**
 * A token that signs `address` in to one service of the mail server for the next minute (RFC 7519, RFC 7628).
 * Errors: `auth/expired` where token mode is off, `server/refused` where the keys cannot be read.
 */
export function mint(address: string, service: MailService, now: number = Date.now()): string {
	const { token } = config();
	if (!token) throw new Problem('auth/expired');
	try {
		return signToken(token.keys, { iss: token.issuer, sub: address, scope: service, now });
	} catch (err) {
		log('auth').error({ err }, 'no token could be signed');
		throw new Problem('server/refused', { cause: err });
	}
}

/**
 * Tries the keys at the start of the process, and says where one is old. Errors: `ConfigError`, a sentence about the
 * folder.
 */
export function checkTokens({ token }: Pick<Config, 'token'>, now: number = Date.now()): void {
	if (!token) return;
	const name = `POSTERN_TOKEN_KEYS names “${token.keys}”`;
	try {
		signToken(token.keys, { iss: token.issuer, sub: '', scope: '', now });
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		throw new ConfigError(
			code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
				? `${name}, which this user may not use; it must be able to read private/ in it, and to write there where no key is yet.`
				: `${name}, where no key can be made or read: ${message}.`
		);
	}
	const { kid, from } = signingKey(tokenKeys(token.keys), now)!;
	if (!knownToDovecot(token.keys).includes(kid)) {
		throw new ConfigError(
			`${name}, where the public half of the key ${kid} is missing; make another pair: npm run tokens -- rotate --now.`
		);
	}
	const days = Math.floor((now - from) / DAY);
	if (days >= OLD) log('auth').warn({ kid, days }, 'the key of tokens is old: npm run tokens -- rotate');
}
