import type { Readable } from 'node:stream';
import type { Account } from '$lib/server/account';
import * as parts from '$lib/server/imap/parts';
import { Problem } from '$lib/server/problem';
import { filePreview, partName } from '$lib/mail/attachments';
import { findPart } from '$lib/mail/body';
import { responseType } from '$lib/mail/content-type';
import type { FolderPath, PartId, Uid } from '$lib/mail/ids';
import type { PartNode } from '$lib/mail/structure';

/** Octets of a text attachment that are shown as a preview. */
const MAX_PREVIEW = 500_000;

export interface PartContent {
	readonly name: string;
	/** From our table, never the sender's word. */
	readonly type: string;
	/** May be opened in the browser: a picture or a PDF. */
	readonly showable: boolean;
	readonly stream: Readable;
}

/** The part of this id. Errors: `message/missing`, `part/missing`. */
export async function findNode(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId
): Promise<PartNode> {
	const structure = await parts.structure(account, folder, uid);
	const found = findPart(structure.root, part);
	if (!found) throw new Problem('part/missing');
	return found;
}

/** Opens the content of a part, transfer encoding undone. Errors: `message/missing`, `part/missing`. */
export async function readPart(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId
): Promise<PartContent> {
	const found = await findNode(account, folder, uid, part);
	const stream = await parts.readPart(account, folder, uid, found);
	const type = responseType(found.type, found.filename);
	return {
		name: partName(found),
		type,
		showable: type !== 'application/octet-stream',
		stream
	};
}

/** A text attachment as UTF-8, cut at a limit. Errors: also `part/missing` for what is no text. */
export async function readPartText(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId
): Promise<{ text: string; cut: boolean }> {
	const found = await findNode(account, folder, uid, part);
	if (filePreview(found) !== 'text') throw new Problem('part/missing');
	const { text, truncated } = await parts.readText(account, folder, uid, found, { maxBytes: MAX_PREVIEW });
	return { text, cut: truncated };
}
