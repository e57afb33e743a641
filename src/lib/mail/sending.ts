import type { FolderPath } from './ids.ts';

/** A recipient the server did not take, with its words. */
export interface Refusal {
	readonly address: string;
	/** The server's reply, text of at most 300 characters. */
	readonly reply: string;
}

/** What came of sending. Everything else (refused, away, unknown) is a problem, and says so. */
export interface Sent {
	readonly messageId: string;
	/** Recipients left out while the others got it. */
	readonly refused: readonly Refusal[];
	/** Where the copy is, or null while it could not be filed; it is never sent again for that. */
	readonly folder: FolderPath | null;
}

/** What was found after an interruption: told once to the person it concerns. */
export interface Unsettled {
	readonly draft: string;
	readonly messageId: string;
	readonly subject: string;
	readonly state: 'unknown' | 'not-sent' | 'filed' | 'not-filed';
}
