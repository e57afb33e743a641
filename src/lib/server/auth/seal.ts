import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Seals the mail password under a key of two halves: the session's token, which only the browser keeps, and the
 * server's key, which only the key file keeps. A copied database opens nothing, nor does a cookie, nor both
 * without the key file. AES-256-GCM, key by HKDF-SHA-256 (RFC 5869 §2).
 */
export interface SealOwner {
	/** Account the secret belongs to. */
	readonly address: string;
	/** Public id of the session, the SHA-256 of its token. */
	readonly session: string;
}

const VERSION = 1;

function keyOf(token: Buffer, serverKey: Buffer, owner: SealOwner): Buffer {
	const halves = Buffer.concat([token, serverKey]);
	return Buffer.from(hkdfSync('sha256', halves, owner.session, 'postern session password', 32));
}

/** Binds the sealed bytes to their row: moved to another account or session they do not open. */
function bound(owner: SealOwner): Buffer {
	return Buffer.from(`${owner.address}\0${owner.session}`);
}

export function seal(secret: string, token: Buffer, serverKey: Buffer, owner: SealOwner): Buffer {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', keyOf(token, serverKey, owner), nonce);
	cipher.setAAD(bound(owner));
	const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
	return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

/** The secret, or null when the bytes, the halves or the owner do not belong together. */
export function unseal(sealed: Buffer, token: Buffer, serverKey: Buffer, owner: SealOwner): string | null {
	if (sealed.length < 29 || sealed[0] !== VERSION) return null;
	try {
		const decipher = createDecipheriv('aes-256-gcm', keyOf(token, serverKey, owner), sealed.subarray(1, 13), {
			authTagLength: 16
		});
		decipher.setAAD(bound(owner));
		decipher.setAuthTag(sealed.subarray(13, 29));
		return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
	} catch {
		return null;
	}
}
