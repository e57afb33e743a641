import type { FolderPath, PartId, Uid } from '$lib/mail/ids';
import { AT_ONCE, affordable } from '$lib/mail/html-weight';
import { LARGE_HTML, type BodyPiece, type OpenMessage } from '$lib/mail/open-message';
import type { SelfTestItem } from '$lib/mail/self-test-items';
import { NO_CHOICE, UNKNOWN_SENDER } from '$lib/mail/sender-truth';

const PART = '1' as PartId;

/** The message that the server would answer with, were this the body of one. */
export function messageOf(item: SelfTestItem, payload: string): OpenMessage {
	const size = new Blob([payload]).size;
	return {
		folder: 'INBOX' as FolderPath,
		uid: 4294967295 as Uid,
		part: null,
		uidValidity: '1',
		flags: { seen: true, flagged: false, answered: false, forwarded: false, draft: false },
		size,
		received: 0,
		header: {
			...{ from: [], to: [], cc: [], bcc: [], replyTo: [], sender: [] },
			...{ subject: item.title, date: null, messageId: '', shortened: false },
			list: { id: null, post: null, unsubscribe: [], unsubscribePost: false, signedBy: [] }
		},
		truth: UNKNOWN_SENDER,
		choice: NO_CHOICE,
		left: null,
		caution: { warnings: [], host: '', otherHost: null },
		pieces: [pieceOf(item, payload, size)],
		...{ inline: [], attachments: [], notices: [], otherForm: false }
	};
}

/** As flows/open-message.ts: what weighs too much is shown only when it is asked for. */
function pieceOf(item: SelfTestItem, payload: string, size: number): BodyPiece {
	if (item.contentType === 'text/plain')
		return { kind: 'text', part: PART, text: payload, flowed: false, delSp: false };
	const light = size <= LARGE_HTML && affordable(payload, AT_ONCE) === payload.length;
	return light ? { kind: 'html', part: PART, html: payload } : { kind: 'large', part: PART, size };
}
