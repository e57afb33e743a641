import type { Readable } from 'node:stream';
import type { Account } from '$lib/server/account';
import * as parts from '$lib/server/imap/parts';
import { Problem } from '$lib/server/problem';
import { findPart } from '$lib/mail/body';
import { safeFileName } from '$lib/mail/file-name';
import type { FolderPath, PartId, Uid } from '$lib/mail/ids';

/** Octets of a message's source, and of its head, that are shown; the download has it all. */
const MAX_SOURCE = 1_000_000;
const MAX_HEADERS = 256_000;

export interface RawText {
	readonly text: string;
	/** More followed. */
	readonly cut: boolean;
}

export interface Source {
	/** `{subject}.eml`, safe. */
	readonly name: string;
	readonly stream: () => Promise<Readable>;
	readonly text: () => Promise<RawText>;
}

/** The bytes of a message, or of the one nested in `part`. Errors: `message/missing`, `part/missing`. */
export async function readSource(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId | null
): Promise<Source> {
	const structure = await parts.structure(account, folder, uid);
	const nested = part === null ? null : findPart(structure.root, part);
	if (part !== null && !nested?.message) throw new Problem('part/missing');
	const subject = nested?.message?.subject ?? structure.header.subject;
	const stream = (): Promise<Readable> => parts.readRaw(account, folder, uid, part ?? undefined);
	return {
		name: safeFileName(`${subject.slice(0, 120)}.eml`, `message-${uid}.eml`),
		stream,
		text: async () => firstText(await stream(), MAX_SOURCE)
	};
}

/** The head as text, cut at a limit. Errors: `message/missing`. */
export async function readHeaders(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	part: PartId | null
): Promise<RawText> {
	const text = await parts.readHeaders(account, folder, uid, part ?? undefined, MAX_HEADERS);
	return { text, cut: text.length >= MAX_HEADERS };
}

/** Reads the first octets of a stream; bytes that are no UTF-8 show as replacement characters. */
async function firstText(stream: Readable, max: number): Promise<RawText> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of stream) {
		chunks.push(chunk as Buffer);
		size += (chunk as Buffer).length;
		if (size > max) break;
	}
	return { text: Buffer.concat(chunks).subarray(0, max).toString('utf8'), cut: size > max };
}
