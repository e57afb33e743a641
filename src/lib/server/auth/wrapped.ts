import { seal, unseal } from './seal';
import { serverKey } from './server-key';

/**
 * A mail password that the page encrypted under what its key alone can compute (PRF), sealed once more under the
 * server's key: the database and the key together open nothing without the key file.
 */
const ownerOf = (address: string, key: string) => ({ address, session: `wrapped password ${key}` });
const NO_TOKEN = Buffer.alloc(0);

export function sealWrapped(blob: Buffer, address: string, key: string): Buffer {
	return seal(blob.toString('base64url'), NO_TOKEN, serverKey(), ownerOf(address, key));
}

/** Null when it is not of this key, this account and this server. */
export function openWrapped(sealed: Buffer, address: string, key: string): Buffer | null {
	const opened = unseal(sealed, NO_TOKEN, serverKey(), ownerOf(address, key));
	return opened === null ? null : Buffer.from(opened, 'base64url');
}
