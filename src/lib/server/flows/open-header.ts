import type { Account } from '$lib/server/account';
import * as parts from '$lib/server/imap/parts';
import { splitHeader } from '$lib/mail/header-fields';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { parseMessageHeader } from '$lib/mail/message-header';
import type { OpenHeader } from '$lib/mail/open-message';
import type { MessageHeader, PartNode } from '$lib/mail/structure';

/** Octets of a nested message's head that are read. */
const MAX_HEADER = 64 * 1024;

/** What the reader shows of a message's head. */
export function openHeader(header: MessageHeader): OpenHeader {
	const { from, to, cc, bcc, replyTo, sender, subject, date, messageId, list, shortened } = header;
	return { from, to, cc, bcc, replyTo, sender, subject, date, messageId, list, shortened };
}

/** The head of the message inside a `message/rfc822` part. Errors: `message/missing`, `part/missing`. */
export async function nestedHeader(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	node: PartNode
): Promise<OpenHeader> {
	const raw = await parts.readHeaders(account, folder, uid, node.id ?? undefined, MAX_HEADER);
	return openHeader(parseMessageHeader(splitHeader(raw), raw.length >= MAX_HEADER));
}
