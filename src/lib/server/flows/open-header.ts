import type { OpenHeader } from '$lib/mail/open-message';
import type { MessageHeader, PartNode } from '$lib/mail/structure';

const NO_LIST = { id: null, post: null, unsubscribe: [], unsubscribePost: false };

/** What the reader shows of a message's head. */
export function openHeader(header: MessageHeader): OpenHeader {
	const { from, to, cc, bcc, replyTo, sender, subject, date, messageId, list, shortened } = header;
	return { from, to, cc, bcc, replyTo, sender, subject, date, messageId, list, shortened };
}

/** The head of a nested message, from the envelope its container gives. */
export function nestedHeader(node: PartNode): OpenHeader {
	return {
		from: node.message?.from ?? [],
		to: node.message?.to ?? [],
		cc: [],
		bcc: [],
		replyTo: [],
		sender: [],
		subject: node.message?.subject ?? '',
		date: node.message?.date ?? null,
		messageId: '',
		list: NO_LIST,
		shortened: false
	};
}
