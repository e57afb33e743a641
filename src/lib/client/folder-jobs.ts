import type { Folder } from '$lib/mail/folder';
import { m } from '$lib/paraglide/messages';
import { folderName } from './folder-name';
import type { Mailbox } from './mailbox.svelte';
import type { Notices } from './notices.svelte';

/** What a person does to folders, with the sentence for it and the way back. Errors: `ApiProblem`. */

/** The path of a folder called `name` below `parent`, or at the top. */
export function pathBelow(mailbox: Mailbox, parent: Folder | null, name: string): string {
	// Servers that put everything below INBOX have their own folders there, and no others at the top.
	const inbox = mailbox.role('inbox');
	const own = mailbox.folders.filter((folder) => folder.role !== 'inbox');
	const below =
		parent ??
		(inbox && own.length > 0 && own.every((folder) => folder.path.startsWith(inbox.path + folder.delimiter))
			? inbox
			: null);
	return below ? below.path + below.delimiter + name : name;
}

export async function createFolder(
	mailbox: Mailbox,
	notices: Notices,
	parent: Folder | null,
	name: string
): Promise<void> {
	const path = pathBelow(mailbox, parent, name);
	await mailbox.create(path);
	notices.offerUndo(m.app_folder_created({ folder: name }), () => mailbox.remove(path));
}

export async function renameFolder(
	mailbox: Mailbox,
	notices: Notices,
	folder: Folder,
	name: string
): Promise<string> {
	const path = folder.path.slice(0, folder.path.length - folder.name.length) + name;
	await mailbox.rename(folder.path, path);
	notices.offerUndo(m.app_folder_renamed({ folder: folder.name }), () => mailbox.rename(path, folder.path));
	return path;
}

export async function moveFolder(
	mailbox: Mailbox,
	notices: Notices,
	folder: Folder,
	to: Folder | null
): Promise<string> {
	const path = pathBelow(mailbox, to, folder.name);
	await mailbox.rename(folder.path, path);
	notices.offerUndo(m.app_folder_moved({ folder: folder.name }), () => mailbox.rename(path, folder.path));
	return path;
}

/** The server puts a folder with mail below Trash; an empty one is gone, and made again by the way back. */
export async function deleteFolder(mailbox: Mailbox, notices: Notices, folder: Folder): Promise<void> {
	const trash = mailbox.role('trash');
	const inTrash = trash !== undefined && folder.path.startsWith(trash.path + trash.delimiter);
	await mailbox.remove(folder.path);
	const kept = inTrash
		? undefined
		: mailbox.folders.find((other) => other.parent === trash?.path && other.name.startsWith(folder.name));
	const name = folderName(folder);
	if (kept) {
		notices.offerUndo(m.app_folder_trashed({ folder: name }), () => mailbox.rename(kept.path, folder.path));
	} else if (folder.total === 0) {
		notices.offerUndo(m.app_folder_deleted({ folder: name }), () => mailbox.create(folder.path));
	} else notices.say(m.app_folder_deleted({ folder: name }));
}
