import type { FolderPath, Uid } from '$lib/mail/ids';
import type { Account } from '$lib/server/account';
import { withFolder } from './pool';

/**
 * `\Answered`, or the keyword `$Forwarded` (RFC 9051 §2.3.2), on one message. Errors: `folder/changed`,
 * `folder/missing`, `server/*`.
 */
export async function markAnswered(
	account: Account,
	{ folder, uid, uidValidity }: { folder: FolderPath; uid: Uid; uidValidity: string },
	flag: '\\Answered' | '$Forwarded'
): Promise<void> {
	await withFolder(account, folder, ({ imap }) => imap.messageFlagsAdd(String(uid), [flag], { uid: true }), {
		expectUidValidity: uidValidity
	});
}
