import { freshAccount, type BedAccount } from '../../bed/accounts.ts';
import { letter } from '../../bed/letters.ts';
import type { MailServerFacts } from '../../bed/mail-server.ts';
import { asMail, type HtmlItem } from './items.ts';

/** An account that holds each item as a message. */
export interface FilledAccount {
	readonly account: BedAccount;
	readonly harmless: { uid: number; subject: string };
	/** UIDs by item id. */
	readonly uids: ReadonlyMap<string, number>;
}

export async function fillAccount(mail: MailServerFacts, items: readonly HtmlItem[]): Promise<FilledAccount> {
	const account = await freshAccount(mail, 'hostile');
	const imap = await account.imap();
	const uids = new Map<string, number>();
	for (const item of items) uids.set(item.id, await imap.append('INBOX', asMail(item)));
	const subject = 'A harmless letter';
	const harmless = { subject, uid: await imap.append('INBOX', letter({ subject, html: '<p>Hello.</p>' })) };
	imap.close();
	return { account, harmless, uids };
}
