import type { Account } from '$lib/server/account';
import { parseUid, type FolderPath, type Uid } from '$lib/mail/ids';
import { withConnection } from './pool';

/** Milliseconds: a large message over a slow line. */
const TIMEOUT = 5 * 60_000;

/**
 * Files a message. Returns where it went when the server tells (RFC 4315), else null. Not repeated when the
 * connection dies under it: the caller asks by Message-ID whether it arrived.
 * Errors: `folder/missing`, `quota/full`, `size/too-large`, `server/*`.
 */
export async function append(
	account: Account,
	folder: FolderPath,
	bytes: Buffer,
	options: { flags: readonly string[]; date?: Date }
): Promise<{ uid: Uid; uidValidity: string } | null> {
	const done = await withConnection(
		account,
		(imap) => imap.append(folder, bytes, [...options.flags], options.date),
		{
			timeout: TIMEOUT
		}
	);
	const uid = done ? parseUid(done.uid) : null;
	return done && uid !== null && done.uidValidity !== undefined
		? { uid, uidValidity: String(done.uidValidity) }
		: null;
}
