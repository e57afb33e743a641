import type { Address } from './address.ts';
import type { BodyNotice } from './body.ts';
import type { Preview } from './content-type.ts';
import type { FileRisk } from './file-risk.ts';
import type { FolderPath, PartId, Uid } from './ids.ts';
import type { SenderCaution, SenderChoice, SenderTruth } from './sender-truth.ts';
import type { ListHeader, NestedEnvelope } from './structure.ts';
import type { Flags } from './summary.ts';

/** One thing shown in the body, in reading order. */
export type BodyPiece =
	| {
			readonly kind: 'text';
			readonly part: PartId;
			readonly text: string;
			readonly flowed: boolean;
			readonly delSp: boolean;
	  }
	| { readonly kind: 'html'; readonly part: PartId; readonly html: string }
	/** HTML above the limit: sent only when the reader asks for it. `size` in octets. */
	| { readonly kind: 'large'; readonly part: PartId; readonly size: number }
	| { readonly kind: 'image'; readonly part: PartId; readonly name: string };

export interface Attachment {
	readonly part: PartId;
	/** Safe to show, to save and to send (see file-name.ts). */
	readonly name: string;
	/** As declared by the sender, for people; never an answer's type. */
	readonly type: string;
	/** Octets, decoded; an estimate for base64. */
	readonly size: number;
	readonly preview: Preview | null;
	/** What a nested message says of itself. */
	readonly message: NestedEnvelope | null;
	/** What it may do when it is opened, by its name. */
	readonly risk: FileRisk | null;
	/** Its name is made to look like that of a harmless file. */
	readonly disguised: boolean;
}

/** What a reader should know about this message before trusting that it is all here. */
export type Notice = BodyNotice | 'damaged' | 'charset' | 'cut' | 'no-body';

/** The head of the message as shown. Addresses beyond the limit are only counted. */
export interface OpenHeader {
	readonly from: readonly Address[];
	readonly to: readonly Address[];
	readonly cc: readonly Address[];
	readonly bcc: readonly Address[];
	readonly replyTo: readonly Address[];
	readonly sender: readonly Address[];
	readonly subject: string;
	/** ms since 1970; null when missing or nonsense. */
	readonly date: number | null;
	readonly messageId: string;
	readonly list: ListHeader;
	/** Something above was cut at its limit; the raw headers have it all. */
	readonly shortened: boolean;
}

/** A message as `GET /api/folders/{folder}/messages/{uid}` answers it. All of it came from a stranger. */
export interface OpenMessage {
	readonly folder: FolderPath;
	readonly uid: Uid;
	/** The nested message that is open, or null for the whole. */
	readonly part: PartId | null;
	readonly uidValidity: string;
	readonly flags: Flags;
	/** Octets of the whole message. */
	readonly size: number;
	/** ms since 1970. */
	readonly received: number;
	readonly header: OpenHeader;
	readonly truth: SenderTruth;
	readonly caution: SenderCaution;
	readonly choice: SenderChoice;
	/** When the list it came by was left, ms since 1970; null when it was not. */
	readonly left: number | null;
	readonly pieces: readonly BodyPiece[];
	/** Content-IDs that HTML may show, each with its part. */
	readonly inline: readonly (readonly [contentId: string, part: PartId])[];
	readonly attachments: readonly Attachment[];
	readonly notices: readonly Notice[];
	/** The same words exist in the other form (plain or HTML). */
	readonly otherForm: boolean;
}

/** HTML above this many octets is shown only on demand: the sanitizer takes about a second per megabyte. */
export const LARGE_HTML = 1_000_000;

/** Address of a message in the API. */
export function messagePath(folder: string, uid: number): string {
	return `/api/folders/${encodeURIComponent(folder)}/messages/${uid}`;
}

/** Address of a part's content in the API. */
export function partPath(folder: string, uid: number, part: string): string {
	return `${messagePath(folder, uid)}/parts/${part}`;
}
