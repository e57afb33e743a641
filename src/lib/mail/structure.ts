import type { Address } from './address.ts';
import type { PartId, Uid } from './ids.ts';
import type { Flags } from './summary.ts';

/**
 * The tree of a message as the server describes it (BODYSTRUCTURE, RFC 9051 §7.5.2). Every text in it is the
 * sender's own: decoded to Unicode, bounded in length, never markup.
 */
export interface PartNode {
	/** Null for a multipart, which has no content of its own, and at the root of one. */
	readonly id: PartId | null;
	/** `text/html`, lower case; `application/octet-stream` when the server sent nothing usable. */
	readonly type: string;
	/** Parameters of Content-Type, names in lower case. */
	readonly params: ReadonlyMap<string, string>;
	/** Anything but `inline` counts as `attachment` (RFC 2183 §2.8). */
	readonly disposition: 'inline' | 'attachment' | null;
	/** Decoded (RFC 2231 or RFC 2047); may hold a path, bidi marks or nothing sensible. */
	readonly filename: string | null;
	/** Lower case, as declared. */
	readonly charset: string | null;
	/** Content-Transfer-Encoding, lower case; `7bit` when absent. */
	readonly encoding: string;
	/** Without its angle brackets. */
	readonly contentId: string | null;
	/** Octets as transferred, so before base64 is undone. */
	readonly size: number;
	readonly description: string | null;
	readonly children: readonly PartNode[];
	/** What a `message/rfc822` part says of the message inside it; its structure is in `children`. */
	readonly message?: NestedEnvelope;
}

/** The envelope of a message inside a message. */
export interface NestedEnvelope {
	readonly from: readonly Address[];
	readonly to: readonly Address[];
	readonly subject: string;
	/** Date header; ms since 1970; null when missing or nonsense. */
	readonly date: number | null;
}

/** Addresses of a mailing list (RFC 2369, RFC 8058), each as sent, without its angle brackets. */
export interface ListHeader {
	readonly id: string | null;
	readonly post: string | null;
	/** `https:` or `mailto:` addresses in the order given; others are dropped. */
	readonly unsubscribe: readonly string[];
	/** The sender takes `List-Unsubscribe=One-Click` by POST (RFC 8058 §3.1). */
	readonly unsubscribePost: boolean;
	/** Domains of the DKIM signatures that cover both fields by their own word (RFC 8058 §4), lower case. */
	readonly signedBy: readonly string[];
}

/** The head of a message, decoded and bounded. */
export interface MessageHeader {
	readonly from: readonly Address[];
	readonly to: readonly Address[];
	readonly cc: readonly Address[];
	readonly bcc: readonly Address[];
	readonly replyTo: readonly Address[];
	readonly sender: readonly Address[];
	/** At most 2,000 characters. */
	readonly subject: string;
	/** Date header; ms since 1970; null when missing or nonsense. */
	readonly date: number | null;
	/** With angle brackets, or empty. */
	readonly messageId: string;
	/** With angle brackets, oldest first. */
	readonly inReplyTo: readonly string[];
	readonly references: readonly string[];
	readonly list: ListHeader;
	/** Other fields asked for, by lower-case name, undecoded beyond RFC 2047, in the order of the message. */
	readonly extra: ReadonlyMap<string, readonly string[]>;
	/** True when a limit cut something (security M2): the whole is in the raw headers. */
	readonly shortened: boolean;
}

/** A message without any of its content. */
export interface MessageStructure {
	readonly uid: Uid;
	readonly uidValidity: string;
	readonly flags: Flags;
	/** Octets of the whole message. */
	readonly size: number;
	/** INTERNALDATE; ms since 1970. */
	readonly received: number;
	readonly header: MessageHeader;
	/** The beginning of the raw header (binary string), at most 64 kB, where our own side puts its fields. */
	readonly top: string;
	readonly root: PartNode;
	/** True when parts beyond the limits (1,000 parts, 100 levels; security M2) were left out. */
	readonly shortened: boolean;
}
