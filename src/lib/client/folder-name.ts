import type { Folder } from '$lib/mail/folder';
import { m } from '$lib/paraglide/messages';

/** A folder's name as it is shown: folders with a role in the person's language, others as they were named. */
export function folderName(folder: Pick<Folder, 'role' | 'name'>): string {
	switch (folder.role) {
		case 'inbox':
			return m.app_role_inbox();
		case 'drafts':
			return m.app_role_drafts();
		case 'sent':
			return m.app_role_sent();
		case 'archive':
			return m.app_role_archive();
		case 'junk':
			return m.app_role_junk();
		case 'trash':
			return m.app_role_trash();
		case 'flagged':
			return m.app_role_flagged();
		case 'all':
			return m.app_role_all();
		default:
			return folder.name;
	}
}

/** Whether a list of this folder shows whom messages went to. */
export function showsRecipients(folder: Pick<Folder, 'role'> | undefined): boolean {
	return folder?.role === 'sent' || folder?.role === 'drafts';
}
