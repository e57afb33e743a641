import MailComposer from 'nodemailer/lib/mail-composer';
import type { Readable } from 'node:stream';
import type { Address } from '$lib/mail/address';
import { MAX_SUBJECT } from '$lib/mail/draft';
import { safeFileName, safeMediaType } from '$lib/mail/file-name';
import { printFlowed } from '$lib/mail/flowed';
import { lazily } from './lazily.ts';
import { headerAddress, headerId, headerText } from './header-text.ts';

/** A file to send. */
export interface FilePart {
	readonly name: string;
	readonly type: string;
	/** Bytes as they are; opened once, when its turn comes. */
	readonly open: () => Readable;
}

/** A message before it is bytes. */
export interface NewMessage {
	readonly from: Address;
	readonly to: readonly Address[];
	readonly cc: readonly Address[];
	readonly bcc: readonly Address[];
	readonly replyTo?: readonly Address[];
	readonly subject: string;
	/** Plain text with any line ends. */
	readonly text: string;
	readonly date: Date;
	/** With angle brackets. */
	readonly messageId: string;
	/** With angle brackets, or empty. */
	readonly inReplyTo: string;
	readonly references: readonly string[];
	readonly files: readonly FilePart[];
	/** An answer to an invitation: the same words for calendars (RFC 6047 §2.4). */
	readonly calendar?: { readonly method: 'REPLY'; readonly content: string };
}

/** Who the server is told to deliver to, domains in ASCII where the address allows it. */
export interface Envelope {
	readonly from: string;
	readonly to: readonly string[];
}

export interface Built {
	/** The message, lines ended by CRLF only, no line over 998 octets. */
	readonly bytes: Readable;
	readonly envelope: Envelope;
}

/**
 * Turns a message into bytes. Every header field is checked or cleaned first (security I2), files travel as
 * base64, the text as `format=flowed` (RFC 3676 §4). Bcc is in the envelope only, unless the bytes are a draft of
 * one's own (`keepBcc`). Errors: `input/invalid` for an address or id that is none.
 */
export function build(message: NewMessage, { keepBcc = false } = {}): Built {
	const node = new MailComposer({
		from: headerAddress(message.from),
		to: message.to.map(headerAddress),
		cc: message.cc.map(headerAddress),
		bcc: message.bcc.map(headerAddress),
		...(message.replyTo?.length ? { replyTo: message.replyTo.map(headerAddress) } : {}),
		subject: headerText(message.subject, keepBcc ? 100_000 : MAX_SUBJECT),
		messageId: headerId(message.messageId),
		date: message.date,
		...(message.inReplyTo ? { inReplyTo: headerId(message.inReplyTo) } : {}),
		...(message.references.length ? { references: message.references.map(headerId) } : {}),
		alternatives: [
			{ contentType: 'text/plain; charset=utf-8; format=flowed', content: printFlowed(message.text) },
			...(message.calendar ? [calendar(message.calendar)] : [])
		],
		attachments: message.files.map(part),
		disableFileAccess: true,
		disableUrlAccess: true,
		newline: 'win'
	}).compile();
	node.keepBcc = keepBcc;
	const { from, to } = node.getEnvelope();
	return { bytes: node.createReadStream(), envelope: { from: from || '', to } };
}

function calendar({ method, content }: NonNullable<NewMessage['calendar']>) {
	return { contentType: `text/calendar; charset=utf-8; method=${method}`, content };
}

/** A message inside a message may not be base64 (RFC 2046 §5.2.1), and its bytes are a stranger's: it goes as a file. */
function part({ name, type, open }: FilePart) {
	const media = safeMediaType(type);
	return {
		filename: safeFileName(name),
		contentType: media === 'message/rfc822' ? 'application/octet-stream' : media,
		contentDisposition: 'attachment',
		contentTransferEncoding: 'base64',
		content: lazily(open)
	};
}
