import { MAX_LIST } from './typed-addresses.ts';
import { parseFolderPath, parseUid, type FolderPath, type Uid } from './ids.ts';

/** What a person writes. Recipients are kept as typed, so that a half-written one is not lost. */
export interface DraftContent {
	/** One of the account's identities, `local@domain`. */
	readonly from: string;
	readonly to: string;
	readonly cc: string;
	readonly bcc: string;
	readonly subject: string;
	readonly text: string;
}

/** A file that goes with a draft. Its name is unique in the draft and serves as its key. */
export interface DraftAttachment {
	readonly name: string;
	readonly type: string;
	/** Octets, before transfer encoding. */
	readonly size: number;
}

export const ANSWERS = ['reply', 'reply-all', 'forward'] as const;
export type AnswerKind = (typeof ANSWERS)[number];

/** The message a draft answers or passes on. */
export interface Origin {
	readonly kind: AnswerKind;
	readonly folder: FolderPath;
	readonly uid: Uid;
	readonly uidValidity: string;
}

/** A draft as the server keeps it and the composer shows it. */
export interface Draft extends DraftContent {
	readonly id: string;
	/** Counts saves; a save that does not know the newest one is refused, so two tabs cannot undo each other. */
	readonly revision: number;
	readonly attachments: readonly DraftAttachment[];
	readonly origin: Origin | null;
	/** Attachments of the original that could not be taken along. */
	readonly lost?: readonly string[];
}

/** What a draft is started from. */
export type DraftStart =
	| { readonly do: AnswerKind; readonly folder: FolderPath; readonly uid: Uid; readonly zone: string }
	| { readonly do: 'resume'; readonly folder: FolderPath; readonly uid: Uid };

/** Characters of the text of a draft: a long novel. */
export const MAX_TEXT = 1_000_000;
/** Characters of a subject as it may be sent (RFC 5322 §2.1.1 allows lines of 998). */
export const MAX_SUBJECT = 998;

/** Identifier of a draft or of who writes it, made by the browser: a UUID in lower case. Null when it is none. */
export function parseDraftId(value: unknown): string | null {
	return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
		? value
		: null;
}

/** Parses what the composer sends. Null when a field is missing, no text, or too long to be kept. */
export function parseDraftContent(value: unknown): DraftContent | null {
	const from = text(value, 'from', 320);
	const to = text(value, 'to', MAX_LIST);
	const cc = text(value, 'cc', MAX_LIST);
	const bcc = text(value, 'bcc', MAX_LIST);
	const subject = text(value, 'subject', MAX_LIST);
	const body = text(value, 'text', MAX_TEXT);
	if (from === null || to === null || cc === null || bcc === null || subject === null || body === null)
		return null;
	return { from, to, cc, bcc, subject, text: body };
}

/** Which open composer saves, and its how manieth save it is: the answer to an earlier one may have been lost. */
export interface Writer {
	readonly id: string;
	readonly turn: number;
}

/** Parses a save: the content, the revision it started from, and who writes. */
export function parseDraftSave(
	value: unknown
): { content: DraftContent; revision: number; writer: Writer | null; file: boolean } | null {
	const content = parseDraftContent(value);
	const revision = field(value, 'revision');
	if (!content || typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 0)
		return null;
	return { content, revision, writer: parseWriter(value), file: field(value, 'file') === true };
}

function parseWriter(value: unknown): Writer | null {
	const id = parseDraftId(field(value, 'writer'));
	const turn = field(value, 'turn');
	return id !== null && typeof turn === 'number' && Number.isSafeInteger(turn) && turn > 0
		? { id, turn }
		: null;
}

/** Parses how a draft is to be started. */
export function parseDraftStart(value: unknown): DraftStart | null {
	const folder = parseFolderPath(field(value, 'folder'));
	const uid = parseUid(field(value, 'uid'));
	const what = field(value, 'do');
	if (folder === null || uid === null) return null;
	if (what === 'resume') return { do: 'resume', folder, uid };
	const kind = ANSWERS.find((answer) => answer === what);
	return kind ? { do: kind, folder, uid, zone: text(value, 'zone', 64) ?? 'UTC' } : null;
}

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
		? (value as Record<string, unknown>)[name]
		: undefined;
}

/** A bounded text without lone surrogates, which neither SQLite nor UTF-8 could keep. */
function text(value: unknown, name: string, max: number): string | null {
	const found = field(value, name);
	return typeof found === 'string' && found.length <= max ? found.toWellFormed() : null;
}
