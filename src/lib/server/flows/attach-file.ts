import type { Readable } from 'node:stream';
import type { DraftAttachment } from '$lib/mail/draft';
import { freeFileName, safeMediaType } from '$lib/mail/file-name';
import type { Account } from '$lib/server/account';
import { Problem } from '$lib/server/problem';
import * as attachments from '$lib/server/store/attachments';
import * as drafts from '$lib/server/store/drafts';
import * as spool from '$lib/server/store/spool';
import { attachmentLimit } from './sending-limit.ts';

/** A file somebody hands over. */
export interface IncomingFile {
	readonly name: string;
	readonly type: string;
	readonly bytes: Readable | ReadableStream<Uint8Array>;
	/** Octets as announced, or null. */
	readonly size: number | null;
}

const MAX_FILES = 200;

/**
 * Streams a file into the spool and adds it to a draft, under a free name. Errors: `draft/missing`,
 * `size/too-large` (refused before a byte is read when the size was announced), `quota/full`.
 */
export async function attachFile(
	account: Account,
	draft: string,
	incoming: IncomingFile
): Promise<DraftAttachment> {
	if (!(await drafts.find(account.address, draft))) throw new Problem('draft/missing');
	const there = await attachments.list(draft);
	const limit = await attachmentLimit();
	const room = limit - octetsOf(there);
	if (there.length >= MAX_FILES || (incoming.size ?? 0) > room) throw new Problem('size/too-large');
	const { file, size } = await spool.put(account.address, incoming.bytes, room);
	const type = safeMediaType(incoming.type);
	for (let attempt = 0; attempt < 5; attempt++) {
		const now = await attachments.list(draft);
		// Files that come side by side each saw the room of all.
		if (octetsOf(now) + size > limit) {
			await spool.remove(account.address, file);
			throw new Problem('size/too-large');
		}
		const taken = new Set(now.map(({ name }) => name));
		const name = freeFileName(incoming.name, taken);
		if (!(await attachments.add(draft, { name, type, size, file }, limit))) continue;
		await drafts.touch(account.address, draft);
		return { name, type, size };
	}
	await spool.remove(account.address, file);
	throw new Problem((await drafts.find(account.address, draft)) ? 'draft/changed' : 'draft/missing');
}

const octetsOf = (files: readonly { readonly size: number }[]) =>
	files.reduce((sum, { size }) => sum + size, 0);

/** Takes a file off a draft again. Errors: `draft/missing`, `part/missing`. */
export async function detachFile(account: Account, draft: string, name: string): Promise<void> {
	if (!(await drafts.find(account.address, draft))) throw new Problem('draft/missing');
	const file = await attachments.remove(draft, name);
	if (file === null) throw new Problem('part/missing');
	await spool.remove(account.address, file);
	await drafts.touch(account.address, draft);
}
