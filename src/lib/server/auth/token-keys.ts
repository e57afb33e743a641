import { createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';

/**
 * The keys that sign tokens, ES256 (RFC 7518 §3.4). In the folder of keys lie `private/<kid>.pem`, for this process
 * alone, and `public/postern/ES256/<kid>`, where Dovecot looks for the key that a token names. A key's id says from
 * when on it signs; the last one whose time has come does.
 */
export interface TokenClaims {
	readonly iss: string;
	readonly sub: string;
	readonly scope: string;
	/** Epoch ms. */
	readonly now: number;
}

export interface TokenKey {
	readonly kid: string;
	/** When it begins to sign, epoch ms. */
	readonly from: number;
}

/** `azp` of our tokens; the first folder in which Dovecot looks. */
const PARTY = 'postern';

/** Seconds a token is good for: a server looks at it once, when the connection is made. */
export const LIFE = 60;
/** Seconds that the clock of the mail server may be behind ours; ours may be behind its own by `LIFE`. */
const SKEW = 60;

const loaded = new Map<string, { kid: string; key: KeyObject }>();

const publicFolder = (folder: string): string => join(folder, 'public', PARTY, 'ES256');
const privateFile = (folder: string, kid: string): string => join(folder, 'private', `${kid}.pem`);

/**
 * A new pair that signs from `from` (epoch ms) on: later than now where public keys must first be copied to the mail
 * server. Returns its id.
 */
export function makeKey(folder: string, from: number = Date.now()): string {
	const kid = `${new Date(from).toISOString().slice(0, 10)}-${from.toString(36)}${randomBytes(3).toString('hex')}`;
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const open = publicFolder(folder);
	makeFolder(folder, 0o755);
	makeFolder(join(folder, 'private'), 0o700);
	// Dovecot reads these as a user of its own, whatever the mask of this process.
	for (const path of ['public', join('public', PARTY), join('public', PARTY, 'ES256')])
		makeFolder(join(folder, path), 0o755);
	// The public half first: Dovecot must know a key before the first token names it.
	write(join(open, kid), publicKey.export({ type: 'spki', format: 'pem' }), 0o644);
	write(privateFile(folder, kid), privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
	return kid;

	function makeFolder(path: string, mode: number): void {
		if (mkdirSync(path, { recursive: true }) === undefined) return;
		chmodSync(path, mode);
		hand(path);
	}

	/** Whole or not at all: another process may look at any moment. */
	function write(path: string, text: string | Buffer, mode: number): void {
		const half = join(folder, `.${randomBytes(6).toString('hex')}`);
		writeFileSync(half, text, { mode, flag: 'wx' });
		chmodSync(half, mode);
		hand(half);
		renameSync(half, path);
	}

	/** What root makes belongs to whom the folder belongs to: the web process must read it. */
	function hand(path: string): void {
		if (process.getuid?.() !== 0) return;
		const { uid, gid } = statSync(folder);
		chownSync(path, uid, gid);
	}
}

/** A JSON Web Token, signed with the key whose turn it is; the first one is made when there is none. */
export function signToken(folder: string, { iss, sub, scope, now }: TokenClaims): string {
	const { kid, key } = signing(folder, now);
	const seconds = Math.floor(now / 1000);
	const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
	const head = encode({ alg: 'ES256', typ: 'JWT', kid });
	const times = { iat: seconds - SKEW, nbf: seconds - SKEW, exp: seconds + LIFE };
	const body = encode({ iss, sub, scope, azp: PARTY, ...times });
	const signature = sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' });
	return `${head}.${body}.${signature.toString('base64url')}`;
}

function signing(folder: string, now: number): { kid: string; key: KeyObject } {
	const kid = signingKey(tokenKeys(folder), now)?.kid ?? makeKey(folder, now);
	const known = loaded.get(folder);
	if (known?.kid === kid) return known;
	const key = createPrivateKey(readFileSync(privateFile(folder, kid)));
	loaded.set(folder, { kid, key });
	return { kid, key };
}

/** The key whose turn it is; before its time where there is no other. */
export function signingKey(keys: readonly TokenKey[], now: number = Date.now()): TokenKey | undefined {
	return keys.findLast(({ from }) => from <= now) ?? keys[0];
}

/** The private keys, in the order in which they come to sign. */
export function tokenKeys(folder: string): TokenKey[] {
	return names(join(folder, 'private'))
		.filter((name) => name.endsWith('.pem'))
		.map((name) => keyOf(name.slice(0, -4)))
		.sort((a, b) => a.from - b.from || (a.kid < b.kid ? -1 : 1));
}

/** Ids that Dovecot takes. */
export function knownToDovecot(folder: string): string[] {
	return names(publicFolder(folder)).sort();
}

/** Takes both halves away. Whether Dovecot has noticed is another matter: docs/dovecot.md, “Rotating keys”. */
export function removeKey(folder: string, kid: string): void {
	rmSync(privateFile(folder, kid), { force: true });
	rmSync(join(publicFolder(folder), kid), { force: true });
	loaded.delete(folder);
}

function keyOf(kid: string): TokenKey {
	const time = /^\d{4}-\d\d-\d\d-([\da-z]+)[\da-f]{6}$/.exec(kid)?.[1];
	return { kid, from: time === undefined ? 0 : Number.parseInt(time, 36) };
}

function names(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}
