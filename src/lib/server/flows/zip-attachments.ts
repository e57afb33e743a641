import type { Readable } from 'node:stream';
import type { Account } from '$lib/server/account';
import * as parts from '$lib/server/imap/parts';
import { zip } from '$lib/server/mime/zip';
import { Problem } from '$lib/server/problem';
import { listAttachments } from '$lib/mail/attachments';
import { chooseBody, findPart } from '$lib/mail/body';
import { safeFileName } from '$lib/mail/file-name';
import type { FolderPath, PartId, Uid } from '$lib/mail/ids';

/** Types that do not get smaller. */
const PACKED =
	/^(?:image\/(?!bmp|svg)|video\/|audio\/(?!x-wav)|application\/(?:pdf|zip|gzip|x-7z|.*openxml))/;

/** All attachments of a message in one zip. Errors: `message/missing`, `part/missing` when there are none. */
export async function zipAttachments(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId | null
): Promise<{ name: string; stream: Readable }> {
	const structure = await parts.structure(account, folder, uid);
	const root = part === null ? structure.root : findPart(structure.root, part)?.children[0];
	const nodes = root ? chooseBody(root).attachments.filter((node) => node.id !== null) : [];
	if (nodes.length === 0) throw new Problem('part/missing');
	const entries = listAttachments(nodes).map(({ name, type }, i) => ({
		name,
		stored: PACKED.test(type),
		open: async (): Promise<Readable> => {
			const node = nodes[i];
			if (!node) throw new Problem('part/missing');
			return parts.readPart(account, folder, uid, node);
		}
	}));
	const name = safeFileName(`${structure.header.subject.slice(0, 120)}.zip`, `attachments-${uid}.zip`);
	return { name, stream: zip(entries, new Date(structure.received)) };
}
