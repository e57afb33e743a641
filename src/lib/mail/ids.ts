/**
 * Identifiers that must not be mixed up. Each is a plain value at run time; the brand only stops a
 * folder path from being handed over where a part id is wanted.
 */
declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** Full path of a folder, decoded to Unicode, with the server's own delimiter (RFC 9051 §5.1). */
export type FolderPath = Branded<string, 'FolderPath'>;
/** Unique identifier of a message in its folder, 1 to 2^32−1 (RFC 9051 §2.3.1.1). */
export type Uid = Branded<number, 'Uid'>;
/** IMAP part specifier such as `1.2`, or `TEXT` for the whole of a single part (RFC 9051 §6.4.5.1). */
export type PartId = Branded<string, 'PartId'>;

const MAX_PATH = 1000;

/** Parses a folder path. Returns null for an empty or overlong one, or one with a control character. */
export function parseFolderPath(value: unknown): FolderPath | null {
	if (typeof value !== 'string' || value === '' || value.length > MAX_PATH) return null;
	// eslint-disable-next-line no-control-regex -- the control characters are exactly what must not reach IMAP
	if (/[\u0000-\u001f\u007f]/.test(value) || !value.isWellFormed()) return null;
	return value as FolderPath;
}

/** Parses a UID from a URL or JSON value. Returns null when it is no integer from 1 to 2^32−1. */
export function parseUid(value: unknown): Uid | null {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || !/^[1-9][0-9]{0,9}$/.test(text)) return null;
	const number = Number(text);
	return number <= 0xffffffff ? (number as Uid) : null;
}

/** Parses a part specifier. Returns null when it is not `1`, `1.2`, … of at most 100 levels. */
export function parsePartId(value: unknown): PartId | null {
	if (typeof value !== 'string' || value.length > 500) return null;
	return /^[1-9][0-9]{0,4}(?:\.[1-9][0-9]{0,4}){0,99}$/.test(value) ? (value as PartId) : null;
}
