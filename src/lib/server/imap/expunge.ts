import type { FolderPath, Uid } from '$lib/mail/ids';
import type { Account } from '$lib/server/account';
import { withFolder } from './pool';

/**
 * Removes messages for good, these and no others (UID EXPUNGE, RFC 4315 §2.1). For copies of our own making only;
 * what a person deletes goes through `act`. Errors: `folder/changed`, `folder/missing`, `server/*`.
 */
export async function expunge(
	account: Account,
	folder: FolderPath,
	uidValidity: string,
	uids: readonly Uid[]
): Promise<void> {
	await withFolder(account, folder, ({ imap }) => imap.messageDelete(uids.join(','), { uid: true }), {
		expectUidValidity: uidValidity
	});
}
