import { sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signingKey, tokenKeys } from '$lib/server/auth/token-keys';
import { TOKEN_ISSUER } from '../../src/mailserver/dovecot-config.ts';

export interface Alteration {
	readonly head?: Record<string, unknown>;
	readonly body?: Record<string, unknown>;
	/** Another key or way of signing. */
	readonly signature?: (input: string) => string;
}

/** Seconds since 1970. */
export const seconds = (): number => Math.floor(Date.now() / 1000);

/** The id of the key that signs, and its private half, PEM. */
export function signer(folder: string): { kid: string; pem: string } {
	const { kid } = signingKey(tokenKeys(folder))!;
	return { kid, pem: readFileSync(join(folder, 'private', `${kid}.pem`), 'utf8') };
}

export function es256(input: string, key: Parameters<typeof sign>[2] & (string | object)): string {
	const given = typeof key === 'string' ? { key } : { key: key as never };
	return sign('sha256', Buffer.from(input), { ...given, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

/** A token as Postern makes it for this user and service, and then one thing about it changed. */
export function altered(folder: string, user: string, scope: string, change: Alteration = {}): string {
	const { kid, pem } = signer(folder);
	const now = seconds();
	const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
	const head = encode({ alg: 'ES256', typ: 'JWT', kid, ...change.head });
	const times = { iat: now, nbf: now, exp: now + 60 };
	const body = encode({ iss: TOKEN_ISSUER, sub: user, scope, azp: 'postern', ...times, ...change.body });
	const input = `${head}.${body}`;
	return `${input}.${(change.signature ?? ((text) => es256(text, pem)))(input)}`;
}
