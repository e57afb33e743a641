import type { FolderPath } from './ids.ts';

/** What `GET /api/events` tells, each as one JSON message of the event stream. */
export type LiveEvent =
	/** Counts of a folder; what is missing has not changed or is not known. */
	| {
			readonly kind: 'folder';
			readonly path: FolderPath;
			readonly total?: number;
			readonly unseen?: number;
			readonly uidNext?: number;
	  }
	/** The rows of a folder's list are no longer what they were. */
	| { readonly kind: 'list'; readonly path: FolderPath; readonly change: 'new' | 'flags' | 'gone' }
	/** Folders came, went, or changed their name: the tree is to be fetched again. */
	| { readonly kind: 'tree' }
	/** The mail server is away, or back; after `up` anything may have changed. */
	| { readonly kind: 'down' | 'up' };
