import type { Address } from './address.ts';
import type { FolderPath, Uid } from './ids.ts';

/** The flags the list shows. `forwarded` is the keyword `$Forwarded`, `junk` is `$Junk`. */
export interface Flags {
	readonly seen: boolean;
	readonly flagged: boolean;
	readonly answered: boolean;
	readonly forwarded: boolean;
	readonly draft: boolean;
}

/** One row of the list. Everything here came from a stranger: it is text, never markup. */
export interface Summary {
	readonly uid: Uid;
	readonly from: readonly Address[];
	readonly to: readonly Address[];
	/** Decoded, at most 2,000 characters. */
	readonly subject: string;
	/** First words of the body, at most 200 characters; empty where the server has no PREVIEW (RFC 8970). */
	readonly snippet: string;
	/** Date header, else arrival; ms since 1970. */
	readonly date: number;
	/** Arrival in the folder (INTERNALDATE); ms since 1970. */
	readonly received: number;
	readonly flags: Flags;
	readonly attachment: boolean;
	/** Octets; only when asked for, since the first touch of it is slow (DESIGN 4). */
	readonly size?: number;
	/** Message-ID with its angle brackets, or empty. */
	readonly messageId: string;
}

export const SORTS = ['arrival', 'date', 'from', 'subject', 'size'] as const;
export type Sort = (typeof SORTS)[number];
/** How a list is ordered. The default is arrival, newest first. */
export interface Order {
	readonly sort: Sort;
	readonly descending: boolean;
}

/** A stretch of the ordered list of a folder. */
export interface ListWindow {
	readonly folder: FolderPath;
	/** Decimal text, since 32 bits unsigned compare badly as flags; changes when all UIDs do (RFC 9051 §2.3.1.1). */
	readonly uidValidity: string;
	readonly total: number;
	/** Index of the first row in the displayed order, from 0. */
	readonly from: number;
	readonly rows: readonly Summary[];
}
