import { randomUUID } from 'node:crypto';
import { printAddressList } from '$lib/mail/typed-addresses';
import type { Draft, DraftContent, DraftStart } from '$lib/mail/draft';
import { parseFlowed } from '$lib/mail/flowed';
import { htmlText } from '$lib/mail/html-text';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { partsToQuote } from '$lib/mail/parts-to-quote';
import { forwardText, MAX_QUOTED, quoteText } from '$lib/mail/quote';
import { answerRecipients, answerSubject, answerThread, isMessageId } from '$lib/mail/reply';
import type { MessageHeader, MessageStructure, PartNode } from '$lib/mail/structure';
import type { Account } from '$lib/server/account';
import * as folders from '$lib/server/imap/folders';
import * as parts from '$lib/server/imap/parts';
import { Problem } from '$lib/server/problem';
import * as drafts from '$lib/server/store/drafts';
import { newMessageId } from './build-draft.ts';
import { carryFiles } from './carry-files.ts';
import { inTurn } from './in-turn.ts';
import { listIdentities } from './list-identities.ts';
import { openDraft } from './open-draft.ts';

/** What the person's language says around a quoted message. */
export interface Wording {
	/** “On 12 November 2026 at 10:02, Ada Brandt wrote:” */
	readonly attribution: (header: MessageHeader) => string;
	/** Title and label lines of a forwarded message. */
	readonly forwarded: (header: MessageHeader) => {
		title: string;
		head: readonly (readonly [string, string])[];
	};
}

/** Starts a draft from a message: an answer, a forwarded copy, or the draft that message is. Errors: `draft/missing`, those of `parts`. */
export async function startDraft(account: Account, start: DraftStart, wording: Wording): Promise<Draft> {
	const message = await parts.structure(account, start.folder, start.uid);
	if (start.do === 'resume') {
		// Discarding it deletes its copies, so it must be a draft.
		if (!message.flags.draft && !(await isDrafts(account, start.folder))) throw new Problem('draft/missing');
		// Two tabs that open it at once must go on with the same one.
		const key = `resume ${account.address} ${start.folder} ${message.uidValidity} ${start.uid}`;
		return inTurn(key, () => resume(account, start.folder, message));
	}
	const { header } = message;
	const { text, files } = partsToQuote(message.root);
	const original = text ? await readOriginal(account, start.folder, start.uid, text) : '';
	const own = listIdentities(account).map(({ address }) => address);
	const { to, cc } = answerRecipients(start.do, header, own);
	const forwarded = start.do === 'forward' ? wording.forwarded(header) : null;
	const content: DraftContent = {
		from: own[0]!,
		to: printAddressList(to),
		cc: printAddressList(cc),
		bcc: '',
		subject: answerSubject(start.do, header.subject),
		text: forwarded
			? forwardText(original, forwarded.title, forwarded.head)
			: quoteText(original, wording.attribution(header))
	};
	const id = randomUUID();
	const { folder, uid, do: kind } = start;
	await drafts.add(account.address, {
		id,
		content,
		origin: { kind, folder, uid, uidValidity: message.uidValidity },
		// A forwarded message starts a conversation of its own.
		...(kind === 'forward' ? { inReplyTo: '', references: [] } : answerThread(header)),
		messageId: newMessageId(account),
		copy: null
	});
	const lost = kind === 'forward' ? await carryFiles(account, id, { folder, uid, files }) : [];
	return { ...(await openDraft(account, id)), lost };
}

async function isDrafts(account: Account, path: FolderPath): Promise<boolean> {
	return (await folders.list(account)).some((folder) => folder.role === 'drafts' && folder.path === path);
}

/** Opens a message of the folder Drafts for writing: as we know it, or as another program left it. */
async function resume(account: Account, folder: FolderPath, message: MessageStructure): Promise<Draft> {
	const copy = { folder, uidValidity: message.uidValidity, uid: message.uid };
	const known = await drafts.findByCopy(account.address, copy);
	if (known) return openDraft(account, known.id);
	const { header } = message;
	const { text, files } = partsToQuote(message.root);
	const id = randomUUID();
	await drafts.add(account.address, {
		id,
		content: {
			from: listIdentities(account)[0]!.address,
			to: printAddressList(header.to),
			cc: printAddressList(header.cc),
			bcc: printAddressList(header.bcc),
			subject: header.subject,
			text: text ? await readOriginal(account, folder, message.uid, text) : ''
		},
		origin: null,
		inReplyTo: header.inReplyTo.find(isMessageId) ?? '',
		references: header.references.filter(isMessageId).slice(-20),
		messageId: isMessageId(header.messageId) ? header.messageId : newMessageId(account),
		copy
	});
	const lost = await carryFiles(account, id, { folder, uid: message.uid, files });
	return { ...(await openDraft(account, id)), lost };
}

async function readOriginal(account: Account, folder: FolderPath, uid: Uid, part: PartNode): Promise<string> {
	const html = part.type === 'text/html';
	const maxBytes = html ? 1_000_000 : MAX_QUOTED * 4;
	const { text } = await parts.readText(account, folder, uid, part, { maxBytes });
	if (html) return htmlText(text);
	return part.params.get('format')?.toLowerCase() === 'flowed' ? parseFlowed(text) : text;
}
