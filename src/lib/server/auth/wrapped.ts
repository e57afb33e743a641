import { openHere, sealHere } from './server-seal';

/**
 * A mail password that the page encrypted under what its key alone can compute (PRF), sealed once more under the
 * server's key: the database and the key together open nothing without the key file.
 */
const purpose = (key: string): string => `wrapped password ${key}`;

export function sealWrapped(blob: Buffer, address: string, key: string): Buffer {
	return sealHere(blob.toString('base64'), purpose(key), address);
}

/** Null when it is not of this key, this account and this server. */
export function openWrapped(sealed: Buffer, address: string, key: string): Buffer | null {
	const opened = openHere(sealed, purpose(key), address);
	return opened === null ? null : Buffer.from(opened, 'base64');
}
