import type { Wire } from './wire';

/** The folder that is open here exists no longer; another may have its name. Counts as a lost connection, nothing sent. */
class FolderGone extends Error {
	readonly code = 'NoConnection';
	readonly rejectedFrom = 'exec: the folder is gone';
}

/**
 * Has the server tell of new and vanished messages now. When the folder was deleted meanwhile, and made anew
 * under the same name, Dovecot says so by an untagged NO, yet goes on to apply commands to the new folder's
 * messages (seen with 2.3.19: UID MOVE took a message that nobody had chosen). Such a connection is given up.
 */
export async function refresh(imap: Wire): Promise<void> {
	const before = imap.warnings;
	await imap.noop();
	if (imap.warnings !== before) throw new FolderGone('The open folder is gone.');
}
