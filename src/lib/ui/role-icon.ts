import Archive from '@lucide/svelte/icons/archive';
import FilePenLine from '@lucide/svelte/icons/file-pen-line';
import Flag from '@lucide/svelte/icons/flag';
import Folder from '@lucide/svelte/icons/folder';
import Inbox from '@lucide/svelte/icons/inbox';
import Mails from '@lucide/svelte/icons/mails';
import Send from '@lucide/svelte/icons/send';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import Trash2 from '@lucide/svelte/icons/trash-2';
import type { LucideIcon } from '@lucide/svelte';
import type { FolderRole } from '$lib/mail/folder';

const ICONS: Record<FolderRole, LucideIcon> = {
	inbox: Inbox,
	drafts: FilePenLine,
	sent: Send,
	archive: Archive,
	junk: ShieldAlert,
	trash: Trash2,
	flagged: Flag,
	all: Mails
};

/** The drawing of a folder. */
export function roleIcon(role: FolderRole | null): LucideIcon {
	return role === null ? Folder : ICONS[role];
}
