import type { Account } from '$lib/server/account';
import * as parts from '$lib/server/imap/parts';
import { FIRST_BYTES, realKind } from '$lib/server/mime/real-kind';
import { listZip } from '$lib/server/mime/zip-list';
import { Problem } from '$lib/server/problem';
import * as spool from '$lib/server/store/spool';
import { contentSize } from '$lib/mail/body';
import { previewOf } from '$lib/mail/content-type';
import { compareKinds, saidKind, type FileCheck } from '$lib/mail/file-kind';
import type { FolderPath, PartId, Uid } from '$lib/mail/ids';
import { MAX_ZIP, type ZipListing } from '$lib/mail/zip-listing';
import { inTurn } from './in-turn';
import { findNode } from './read-part';

/** Whether an attachment is what it says it is, by its first bytes. Errors: `message/missing`, `part/missing`. */
export async function checkFile(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId
): Promise<FileCheck> {
	const found = await findNode(account, folder, uid, part);
	const bytes = await parts.readStart(account, folder, uid, found, FIRST_BYTES * 2);
	return compareKinds(saidKind(found.type, found.filename), await realKind(bytes.subarray(0, FIRST_BYTES)));
}

/**
 * What is in an attached zip, by its directory. The archive lies in the spool meanwhile, one of an account at a
 * time. Errors: `part/missing` also for what is no zip by name or type, `size/too-large`, `quota/full`.
 */
export async function listArchive(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId
): Promise<ZipListing> {
	const found = await findNode(account, folder, uid, part);
	if (previewOf(found.type, found.filename) !== 'archive') throw new Problem('part/missing');
	if (contentSize(found) > MAX_ZIP) throw new Problem('size/too-large');
	return inTurn(`zip ${account.address}`, async () => {
		const stream = await parts.readPart(account, folder, uid, found);
		const { file } = await spool.put(account.address, stream, MAX_ZIP);
		try {
			const handle = await spool.handle(account.address, file);
			try {
				return await listZip(handle.fd);
			} finally {
				await handle.close();
			}
		} finally {
			await spool.remove(account.address, file);
		}
	});
}
