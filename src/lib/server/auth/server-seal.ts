import { seal, unseal } from './seal';
import { serverKey } from './server-key';

/**
 * Seals what must be there without the browser of its owner, under the server's key alone: a copied database opens
 * nothing. `purpose` keeps secrets of one kind from standing in for another.
 */
export function sealHere(secret: string, purpose: string, address: string): Buffer {
	return seal(secret, Buffer.alloc(0), serverKey(), { address, session: purpose });
}

/** The secret, or null when it was sealed for another account, purpose or key. */
export function openHere(sealed: Buffer, purpose: string, address: string): string | null {
	return unseal(sealed, Buffer.alloc(0), serverKey(), { address, session: purpose });
}
