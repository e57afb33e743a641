import { sizeLimit } from '$lib/server/smtp/limits';

/** Octets of attachments where the server names no limit, or cannot be asked now. */
const FALLBACK = 100 * 1024 * 1024;
/** Left for headers and text. */
const RESERVE = 256 * 1024;

/**
 * Octets all attachments of a message may have together: what the server takes, less the third that base64 adds
 * with its line ends (RFC 2045 §6.8: 57 octets become 78).
 */
export async function attachmentLimit(): Promise<number> {
	const limit = await sizeLimit().catch(() => null);
	return limit === null ? FALLBACK : Math.max(0, Math.floor(((limit - RESERVE) / 78) * 57));
}
