import type { Account } from '$lib/server/account';
import * as parts from '$lib/server/imap/parts';
import { Problem } from '$lib/server/problem';
import { listAttachments, partName } from '$lib/mail/attachments';
import { chooseBody, findPart, type Form, type ShownPart } from '$lib/mail/body';
import { isRasterImage, knownType } from '$lib/mail/content-type';
import type { FolderPath, PartId, Uid } from '$lib/mail/ids';
import { AT_ONCE, WHEN_ASKED, affordable } from '$lib/mail/html-weight';
import { LARGE_HTML, type BodyPiece, type Notice, type OpenMessage } from '$lib/mail/open-message';
import type { PartNode } from '$lib/mail/structure';
import { NO_CHOICE, UNKNOWN_SENDER } from '$lib/mail/sender-truth';
import { listLeft } from './leave-list';
import { nestedHeader, openHeader } from './open-header';
import { senderCaution } from './sender-caution';
import { senderChoice } from './sender-choice';
import { senderTruth } from './sender-truth';

/** Octets of one text part that are shown; the rest is in the download. */
const MAX_TEXT = 500_000;
/** Octets of HTML shown even when asked for. */
const MAX_HTML = 10_000_000;
/** Octets of all text parts of one message together. */
const MAX_ALL = 12_000_000;

export interface OpenOptions {
	/** Opens the message inside this `message/rfc822` part. */
	readonly part?: PartId | null;
	/** Preferred where the sender gave both. */
	readonly form?: Form;
	/** Sends HTML above the usual limit too. */
	readonly large?: boolean;
}

/**
 * Reads a message for the reader: its head, the parts that are its body, the list of the others. Never marks
 * it as seen. Errors: `folder/missing`, `message/missing`, `part/missing`, `server/*`.
 */
export async function openMessage(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	{ part = null, form = 'html', large = false }: OpenOptions = {}
): Promise<OpenMessage> {
	const structure = await parts.structure(account, folder, uid);
	const nested = part === null ? null : findPart(structure.root, part);
	if (part !== null && !nested?.message) throw new Problem('part/missing');
	const root = nested ? nested.children[0] : structure.root;
	const body = root ? chooseBody(root, form) : null;
	const notices = new Set<Notice>(body?.notices);
	if (structure.shortened || structure.header.shortened) notices.add('shortened');

	const read = (shown: ShownPart): Promise<BodyPiece | null> =>
		readPiece(account, folder, uid, shown, large, notices);
	const pieces = (await Promise.all(within(body?.shown ?? [], notices).map(read))).filter(
		(piece) => piece !== null
	);
	const used = usedContentIds(pieces);
	const isUsed = (node: PartNode): boolean => node.contentId !== null && used.has(node.contentId);
	const shownPieces = pieces.filter((piece) => {
		const node = piece.kind === 'image' && body?.shown.find((shown) => shown.node.id === piece.part)?.node;
		return !node || !isUsed(node);
	});
	if (shownPieces.length === 0) notices.add('no-body');

	const inline = [...(body?.byContentId ?? [])].flatMap(([contentId, node]) =>
		node.id && isRasterImage(knownType(node.type, node.filename)) ? [[contentId, node.id] as const] : []
	);
	const truth = nested ? UNKNOWN_SENDER : await senderTruth(account, structure);
	const header = nested ? await nestedHeader(account, folder, uid, nested) : openHeader(structure.header);
	return {
		folder,
		uid,
		part,
		uidValidity: structure.uidValidity,
		flags: structure.flags,
		size: nested?.size ?? structure.size,
		received: structure.received,
		header,
		truth,
		caution: await senderCaution(account, header, truth),
		choice: nested ? NO_CHOICE : await senderChoice(account, structure.header.from, truth.standing),
		left: nested ? null : await listLeft(account, structure.header),
		pieces: shownPieces,
		inline,
		attachments: listAttachments((body?.attachments ?? []).filter((node) => !isUsed(node))),
		notices: [...notices],
		otherForm: body?.otherForm ?? false
	};
}

/** Leaves out parts beyond what one page should hold. */
function within(shown: readonly ShownPart[], notices: Set<Notice>): ShownPart[] {
	let room = MAX_ALL;
	return shown.filter(({ kind, node }) => {
		if (kind === 'image') return true;
		room -= Math.min(node.size, kind === 'html' ? MAX_HTML : MAX_TEXT);
		if (room < 0) notices.add('shortened');
		return room >= 0;
	});
}

async function readPiece(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	{ kind, node }: ShownPart,
	large: boolean,
	notices: Set<Notice>
): Promise<BodyPiece | null> {
	if (!node.id) return null;
	if (kind === 'image') return { kind, part: node.id, name: partName(node) };
	if (kind === 'html' && node.size > LARGE_HTML && !large)
		return { kind: 'large', part: node.id, size: node.size };
	const maxBytes = kind === 'html' ? MAX_HTML : MAX_TEXT;
	const { text, truncated, damaged } = await parts.readText(account, folder, uid, node, { maxBytes });
	if (truncated) notices.add('cut');
	if (damaged) notices.add('damaged');
	if (kind === 'html') {
		const length = affordable(text, large ? WHEN_ASKED : AT_ONCE);
		if (length < text.length && !large) return { kind: 'large', part: node.id, size: node.size };
		if (length < text.length) notices.add('cut');
		return { kind, part: node.id, html: text.slice(0, length) };
	}
	return {
		kind,
		part: node.id,
		text,
		flowed: node.params.get('format')?.toLowerCase() === 'flowed',
		delSp: node.params.get('delsp')?.toLowerCase() === 'yes'
	};
}

/** Content-IDs that the HTML shown refers to; such parts are pictures in the text, not attachments. */
function usedContentIds(pieces: readonly BodyPiece[]): Set<string> {
	const used = new Set<string>();
	for (const piece of pieces) {
		if (piece.kind !== 'html') continue;
		for (const [, id = ''] of piece.html.matchAll(/cid:([^"'\s<>)]{1,500})/gi)) {
			used.add(id);
			try {
				used.add(decodeURIComponent(id));
			} catch {
				// Not percent-encoded after all; the id as written is in the set.
			}
		}
	}
	return used;
}
