import { isAddress, key } from './typed-addresses.ts';
import type { Address } from './address.ts';
import type { AnswerKind } from './draft.ts';
import type { MessageHeader } from './structure.ts';

/** Who gets an answer. */
export interface Recipients {
	readonly to: readonly Address[];
	readonly cc: readonly Address[];
}

/**
 * Recipients of an answer (RFC 5322 §3.6.3). Reply-To is honoured; an answer to one's own message goes where
 * that message went; Mail-Followup-To says where a list wants all answers; one's own addresses are left out
 * unless nobody else remains.
 */
export function answerRecipients(
	kind: AnswerKind,
	header: MessageHeader,
	own: readonly string[]
): Recipients {
	if (kind === 'forward') return { to: [], cc: [] };
	const mine = new Set(own.map((address) => address.toLowerCase()));
	const ownMessage = header.from.length > 0 && header.from.every((address) => mine.has(key(address)));
	const author = header.replyTo.length > 0 ? header.replyTo : header.from;
	const target = ownMessage ? header.to : author;
	if (kind === 'reply') return { to: once(target, new Set()), cc: [] };
	const followUp = once(header.extra.get('mail-followup-to')?.flatMap(parseBare) ?? [], mine);
	if (followUp.length > 0 && !ownMessage) return { to: followUp, cc: [] };
	const seen = new Set(mine);
	const to = once([...target, ...header.to], seen);
	const cc = once([...header.cc, ...listPost(header)], seen);
	if (to.length === 0 && cc.length === 0) return { to: once(target, new Set()), cc: [] };
	return to.length === 0 ? { to: cc, cc: [] } : { to, cc };
}

/** The posting address of a list, so that an answer to all reaches it even when it was only in the envelope. */
function listPost({ list }: MessageHeader): Address[] {
	const address = /^mailto:([^?]+)/i.exec(list.post ?? '')?.[1];
	return address ? parseBare(address) : [];
}

function parseBare(text: string): Address[] {
	return text
		.split(',')
		.map((one) => /<([^<>]*)>/.exec(one)?.[1] ?? one.trim())
		.filter(isAddress)
		.map((address) => ({ name: '', address }));
}

/** Keeps each usable address once; `seen` holds those to leave out and grows. */
function once(addresses: readonly Address[], seen: Set<string>): Address[] {
	const kept: Address[] = [];
	for (const one of addresses) {
		if (!isAddress(one.address) || seen.has(key(one))) continue;
		seen.add(key(one));
		kept.push(one);
	}
	return kept;
}

const MARK = String.raw`(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4})?\s*[:\uff1a]\s*`;
/** “Re:” as mail programs of several languages write it: German, Swedish, Dutch, Polish, Chinese. */
const REPLIED = new RegExp(String.raw`^(?:\s*(?:re|aw|antwort|antw|sv|odp|回复|答复)${MARK})+`, 'iu');
const FORWARDED = new RegExp(String.raw`^(?:\s*(?:fwd?|wg|vb|rv|转发)${MARK})+`, 'iu');
const LIST_TAG = /^\s*(\[[^\]\r\n]{1,60}\]\s*)/u;

/** `Re: ` and the subject, without piling up what is there already (RFC 5322 §3.6.5). */
export function answerSubject(kind: AnswerKind, subject: string): string {
	const pattern = kind === 'forward' ? FORWARDED : REPLIED;
	const tag = LIST_TAG.exec(subject)?.[1] ?? '';
	const inner = tag ? subject.trimStart().slice(tag.length) : '';
	const bare = tag && pattern.test(inner) ? tag + inner.replace(pattern, '') : subject.replace(pattern, '');
	return `${kind === 'forward' ? 'Fwd' : 'Re'}: ${bare.trim()}`.trimEnd();
}

/** Identification fields of an answer. */
export interface Thread {
	/** With angle brackets, or empty. */
	readonly inReplyTo: string;
	readonly references: readonly string[];
}

const MAX_REFERENCES = 20;
const MAX_ID = 250;

/** A Message-ID that may be written into a header: one, in angle brackets, printable ASCII, bounded. */
export function isMessageId(id: string): boolean {
	return id.length <= MAX_ID && /^<[\x21-\x3b\x3d\x3f-\x7e]+>$/.test(id);
}

/**
 * In-Reply-To and References of an answer (RFC 5322 §3.6.4): the parent's References, else its In-Reply-To when
 * that is a single id, and the parent itself. Of a long chain the root and the newest are kept.
 */
export function answerThread(header: MessageHeader): Thread {
	if (!isMessageId(header.messageId)) return { inReplyTo: '', references: [] };
	const single = header.inReplyTo.length === 1 ? header.inReplyTo : [];
	const chain = (header.references.length > 0 ? header.references : single).filter(isMessageId);
	const all = [...new Set([...chain.filter((id) => id !== header.messageId), header.messageId])];
	const references = all.length > MAX_REFERENCES ? [all[0]!, ...all.slice(1 - MAX_REFERENCES)] : all;
	return { inReplyTo: header.messageId, references };
}
