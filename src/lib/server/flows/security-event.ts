import { toldByLetter, type EventDetail, type EventKind, type SecurityEvent } from '$lib/security/event';
import type { FolderPath } from '$lib/mail/ids';
import type { Account } from '$lib/server/account';
import { append } from '$lib/server/imap/append';
import { log } from '$lib/server/log';
import { build } from '$lib/server/mime/build';
import * as events from '$lib/server/store/security-events';
import * as settings from '$lib/server/store/settings';
import { securityLetter } from '$lib/server/wording/security-letter';
import { newMessageId } from './build-draft.ts';

/** Something that happened to an account. */
export interface Happening {
	readonly address: string;
	readonly kind: EventKind;
	readonly detail?: EventDetail;
	/** Whose session did it; the owner's when absent. */
	readonly actor?: string;
}

/** The browser that acted: what it calls itself, and its network address. */
export interface Origin {
	readonly agent: string;
	readonly client: string;
}

/**
 * Writes a line into the history of the account and, for what its owner must know, a letter into the inbox, filed
 * through `account` (of the owner; null: nobody can file it now). The letter is on its way when this returns: a mail
 * server that is slow or away holds up no change and undoes none.
 */
export async function noteEvent(
	happening: Happening,
	origin: Origin,
	account: Account | null
): Promise<void> {
	const { address, kind, detail = {}, actor = address } = happening;
	const event = { at: Date.now(), kind, detail, actor, agent: origin.agent, client: origin.client };
	await events.insert(address, event);
	if (!account || !toldByLetter(kind)) return;
	writeLetter(account, event).catch((err: unknown) => {
		log('security').error({ err, address, kind }, 'the owner was not told by letter');
	});
}

async function writeLetter(account: Account, event: Omit<SecurityEvent, 'id'>): Promise<void> {
	const { address } = account;
	const { from, subject, text } = securityLetter(address, event, (await settings.get(address)).locale);
	const { bytes } = build({
		...{ from: { name: from, address }, to: [{ name: '', address }], cc: [], bcc: [] },
		...{ subject, text, date: new Date(event.at), messageId: newMessageId(account) },
		...{ inReplyTo: '', references: [], files: [] }
	});
	const parts: Buffer[] = [];
	for await (const part of bytes) parts.push(part as Buffer);
	await append(account, 'INBOX' as FolderPath, Buffer.concat(parts), { flags: [] });
}
