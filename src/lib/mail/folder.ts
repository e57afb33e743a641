import type { FolderPath } from './ids.ts';

/** What a folder is for (RFC 6154 §2), `inbox` being INBOX itself. */
export type FolderRole = 'inbox' | 'drafts' | 'sent' | 'archive' | 'junk' | 'trash' | 'flagged' | 'all';

/** A folder as the tree shows it. */
export interface Folder {
	readonly path: FolderPath;
	/** Last step of the path, as a person named it. */
	readonly name: string;
	/** The server's hierarchy delimiter, or an empty string in a flat namespace. */
	readonly delimiter: string;
	readonly parent: FolderPath | null;
	readonly role: FolderRole | null;
	readonly subscribed: boolean;
	/** False for a node that only holds other folders (`\Noselect`). */
	readonly selectable: boolean;
	readonly total: number;
	readonly unseen: number;
}
