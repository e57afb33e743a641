import { randomUUID } from 'node:crypto';
import { parseAddressList } from '$lib/mail/typed-addresses';
import type { Account } from '$lib/server/account';
import { build, type Built } from '$lib/server/mime/build';
import * as attachments from '$lib/server/store/attachments';
import type { StoredDraft } from '$lib/server/store/drafts';
import * as spool from '$lib/server/store/spool';
import { listIdentities } from './list-identities.ts';

/** A new Message-ID under the account's own domain, so that nothing about this machine goes out (RFC 5322 §3.6.4). */
export function newMessageId(account: Account): string {
	const domain = account.address.slice(account.address.lastIndexOf('@') + 1);
	const ascii = URL.parse(`http://${domain}`)?.hostname ?? 'localhost';
	return `<${randomUUID()}@${ascii}>`;
}

/** The files of a draft as parts, opened from the spool when their turn comes. */
export async function draftFiles(account: Account, id: string) {
	const list = await attachments.list(id);
	return list.map(({ name, type, file }) => ({ name, type, open: () => spool.read(account.address, file) }));
}

/**
 * A draft as a message for the folder Drafts: what is written so far, Bcc included. Recipients that are not yet
 * addresses stay in the store, since no header can hold them.
 */
export async function buildDraft(account: Account, draft: StoredDraft): Promise<Built> {
	const { content } = draft;
	const own = listIdentities(account);
	return build(
		{
			from: own.find(({ address }) => address === content.from) ?? own[0]!,
			to: parseAddressList(content.to).addresses,
			cc: parseAddressList(content.cc).addresses,
			bcc: parseAddressList(content.bcc).addresses,
			subject: content.subject,
			text: content.text,
			date: new Date(),
			messageId: draft.messageId,
			inReplyTo: draft.inReplyTo,
			references: draft.references,
			files: await draftFiles(account, draft.id)
		},
		{ keepBcc: true }
	);
}
