/**
 * The mail password under what a key computed (its PRF output): HKDF-SHA-256 (RFC 5869 §2) to a key for AES-256-GCM,
 * bound to the credential. Version, nonce of 12 bytes, body with its tag; base64.
 */
const VERSION = 1;
const NONCE = 12;

const text = new TextEncoder();

async function keyFrom(prf: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	const secret = await crypto.subtle.importKey('raw', prf, 'HKDF', false, ['deriveKey']);
	const info = text.encode('postern wrapped mail password');
	const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
	return crypto.subtle.deriveKey(derivation, secret, { name: 'AES-GCM', length: 256 }, false, [
		'encrypt',
		'decrypt'
	]);
}

const method = (iv: Uint8Array<ArrayBuffer>, key: string) => ({
	...{ name: 'AES-GCM', iv },
	additionalData: text.encode(`postern\0${VERSION}\0${key}`)
});

/** Encrypts the password for the server to keep. `key` is the credential id. */
export async function wrapPassword(
	prf: Uint8Array<ArrayBuffer>,
	key: string,
	password: string
): Promise<string> {
	const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
	const body = await crypto.subtle.encrypt(method(nonce, key), await keyFrom(prf), text.encode(password));
	return btoa(String.fromCharCode(VERSION, ...nonce, ...new Uint8Array(body)));
}

/** The password again; null when it is not of this key, or what is wrapped was changed. */
export async function unwrapPassword(
	prf: Uint8Array<ArrayBuffer>,
	key: string,
	wrapped: string
): Promise<string | null> {
	try {
		const bytes = Uint8Array.from(atob(wrapped), (letter) => letter.charCodeAt(0));
		if (bytes[0] !== VERSION) return null;
		const nonce = bytes.slice(1, 1 + NONCE);
		const body = bytes.slice(1 + NONCE);
		const opened = await crypto.subtle.decrypt(method(nonce, key), await keyFrom(prf), body);
		return new TextDecoder('utf-8', { fatal: true }).decode(opened);
	} catch {
		return null;
	}
}
