import type { FolderPath, Uid } from './ids.ts';
import type { ProblemBody } from './problem-codes.ts';

/** Flags a person can set from the list. */
export type FlagName = 'seen' | 'flagged' | 'answered' | 'forwarded';

/**
 * What a person does to messages of a folder. `delete` moves to Trash, or expunges inside Trash and Junk. `junk`,
 * `phishing` and `not-junk` also set the keywords that spam filters learn from.
 */
export type Action =
	| { readonly kind: 'flag'; readonly flag: FlagName; readonly on: boolean }
	| { readonly kind: 'move' | 'copy'; readonly to: FolderPath }
	/** `to`: where it was before, when that is being taken back; otherwise the inbox. */
	| { readonly kind: 'not-junk'; readonly to?: FolderPath }
	| { readonly kind: 'archive' | 'junk' | 'phishing' | 'delete' };

/** Which messages: some UIDs, or everything up to and including a UID (so that newer mail is not hit). */
export type Choice = { readonly uids: readonly Uid[] } | { readonly upTo: Uid };

/** An action on messages of one folder as the client sends it (`POST /api/folders/{folder}/actions`). */
export interface ActionRequest {
	/** As in the list the person saw; refused as `folder/changed` when the folder has another by now. */
	readonly uidValidity: string;
	readonly choice: Choice;
	readonly action: Action;
}

/** What came of it: enough to undo a move. */
export interface ActionResult {
	readonly done: number;
	/** Where messages went, for moves. */
	readonly to: FolderPath | null;
	readonly toUidValidity: string | null;
	/** New UIDs in `to`, when the server told them (RFC 4315 UIDPLUS). */
	readonly toUids: readonly Uid[] | null;
	/** Why it ended before all was done. */
	readonly problem?: ProblemBody;
}
