import type { FolderPath, Uid } from '$lib/mail/ids';
import type { PartNode } from '$lib/mail/structure';
import type { Account } from '$lib/server/account';
import * as parts from '$lib/server/imap/parts';
import { log } from '$lib/server/log';
import { attachFile } from './attach-file.ts';

/** Where files are taken from. */
export interface FilesOf {
	readonly folder: FolderPath;
	readonly uid: Uid;
	readonly files: readonly PartNode[];
}

/** Copies parts of a message to a draft, streamed from the mail server to the spool. Returns the names left behind. */
export async function carryFiles(
	account: Account,
	draft: string,
	{ folder, uid, files }: FilesOf
): Promise<string[]> {
	const lost: string[] = [];
	for (const part of files) {
		const { filename, type } = part;
		const file = filename ?? (type === 'message/rfc822' ? 'message.eml' : `part-${part.id}`);
		try {
			const stream = await parts.readPart(account, folder, uid, part);
			await attachFile(account, draft, { name: file, type, bytes: stream, size: null });
		} catch (error) {
			log('drafts').info({ err: error }, 'an attachment was not carried over');
			lost.push(file);
		}
	}
	return lost;
}
