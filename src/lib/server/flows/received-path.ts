import { splitHeader, eachField } from '$lib/mail/header-fields';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { ownTrace } from '$lib/mail/own-trace';
import { pathOf, type ReceivedPath } from '$lib/mail/received-path';
import type { Account } from '$lib/server/account';
import * as parts from '$lib/server/imap/parts';
import { ownNames } from './own-names';

/** Octets of the head that are read: 20,000 Received headers make megabytes. */
const MAX_HEADER = 256 * 1024;

/** The way a message took, as the servers on it tell. Errors: `folder/missing`, `message/missing`, `server/*`. */
export async function receivedPath(account: Account, folder: FolderPath, uid: Uid): Promise<ReceivedPath> {
	const block = await parts.readHeaders(account, folder, uid, undefined, MAX_HEADER);
	const { steps } = ownTrace(eachField(block), ownNames());
	const lines = splitHeader(block).all.get('received') ?? [];
	return pathOf(lines, steps, block.length >= MAX_HEADER);
}
