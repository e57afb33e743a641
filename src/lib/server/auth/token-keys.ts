import { createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The keys that sign tokens, ES256 (RFC 7518 §3.4). In the folder of keys lie `private/<kid>.pem`, for this process
 * alone, and `public/postern/ES256/<kid>`, where Dovecot looks for the key that a token names. The newest private
 * key signs.
 */
export interface TokenClaims {
	readonly iss: string;
	readonly sub: string;
	readonly scope: string;
	/** Seconds. */
	readonly life: number;
	/** Epoch ms. */
	readonly now: number;
}

/** `azp` of our tokens; the first folder in which Dovecot looks. */
const PARTY = 'postern';

const loaded = new Map<string, { kid: string; key: KeyObject }>();

/** A new pair. Returns its id, which sorts after all earlier ones. */
export function makeKey(folder: string, now: number = Date.now()): string {
	const kid = `${new Date(now).toISOString().slice(0, 10)}-${now.toString(36)}${randomBytes(3).toString('hex')}`;
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const secret = join(folder, 'private');
	const open = join(folder, 'public', PARTY, 'ES256');
	mkdirSync(secret, { recursive: true, mode: 0o700 });
	mkdirSync(open, { recursive: true });
	// Dovecot reads these as a user of its own, whatever the mask of this process.
	for (const path of ['public', `public/${PARTY}`, `public/${PARTY}/ES256`])
		chmodSync(join(folder, path), 0o755);
	// The public half first: Dovecot must know a key before the first token names it.
	writeFileSync(join(open, kid), publicKey.export({ type: 'spki', format: 'pem' }));
	chmodSync(join(open, kid), 0o644);
	writeFileSync(join(secret, `${kid}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
		mode: 0o600,
		flag: 'wx'
	});
	return kid;
}

/** Signs with the newest key of the folder, which is made when there is none. */
export function signToken(folder: string, { iss, sub, scope, life, now }: TokenClaims): string {
	const { kid, key } = newest(folder);
	const seconds = Math.floor(now / 1000);
	const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
	const head = encode({ alg: 'ES256', typ: 'JWT', kid });
	const body = encode({ iss, sub, scope, azp: PARTY, iat: seconds, nbf: seconds, exp: seconds + life });
	const signature = sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' });
	return `${head}.${body}.${signature.toString('base64url')}`;
}

function newest(folder: string): { kid: string; key: KeyObject } {
	const kid = keyIds(folder).at(-1) ?? makeKey(folder);
	const known = loaded.get(folder);
	if (known?.kid === kid) return known;
	const key = createPrivateKey(readFileSync(join(folder, 'private', `${kid}.pem`)));
	loaded.set(folder, { kid, key });
	return { kid, key };
}

/** Ids of the private keys, oldest first. */
export function keyIds(folder: string): string[] {
	try {
		return readdirSync(join(folder, 'private'))
			.filter((name) => name.endsWith('.pem'))
			.map((name) => name.slice(0, -4))
			.sort();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}
