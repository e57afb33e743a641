import { MAX_ADDRESSES, parseAddresses } from './address-list.ts';
import { cleanText, decodeHeaderText } from './encoded-word.ts';
import { parseMailDate } from './header-date.ts';
import { first, type HeaderFields } from './header-fields.ts';
import { withoutMarks } from './isolate.ts';
import type { ListHeader, MessageHeader } from './structure.ts';

/** Characters of a subject kept (security M2). */
export const MAX_SUBJECT = 2000;
const MAX_REFERENCES = 1000;
const MAX_EXTRA = 8192;

/** Decoded subject without control characters and marks of direction (security D3), at most 2,000 characters. */
export function parseSubject(binary: string): string {
	// An encoded word needs at most about twelve bytes for a character it yields.
	return withoutMarks(decodeHeaderText(binary.slice(0, MAX_SUBJECT * 12)))
		.trim()
		.slice(0, MAX_SUBJECT)
		.toWellFormed();
}

/** The message ids of a header such as References, angle brackets kept, the newest 1,000. */
export function parseMessageIds(binary: string): string[] {
	const found: string[] = [];
	for (let at = binary.indexOf('<'); at !== -1; at = binary.indexOf('<', at + 1)) {
		const end = binary.indexOf('>', at);
		if (end === -1) break;
		const id = cleanText(binary.slice(at, end + 1)).replace(/\s+/g, '');
		if (id.length > 2 && id.length < 1000) found.push(id);
		at = end;
	}
	return found.slice(-MAX_REFERENCES);
}

/** The domain of a DKIM signature whose `h=` names both fields that tell how to leave, once each at least. */
function signerOfList(signature: string): string[] {
	const tags = new Map(
		signature
			.slice(0, MAX_EXTRA)
			.split(';')
			.map((tag) => [tag.split('=')[0]?.trim().toLowerCase() ?? '', tag.slice(tag.indexOf('=') + 1)])
	);
	const covered = (tags.get('h') ?? '').split(':').map((name) => name.trim().toLowerCase());
	const domain = tags.get('d')?.trim().toLowerCase() ?? '';
	const both = ['list-unsubscribe', 'list-unsubscribe-post'].every((name) => covered.includes(name));
	return both && domain !== '' ? [domain] : [];
}

function parseList(fields: HeaderFields): ListHeader {
	const angle = (name: string) => /<([^<>]{1,2000})>/.exec(first(fields, name))?.[1]?.trim() ?? null;
	const unsubscribe = [...first(fields, 'list-unsubscribe').matchAll(/<([^<>]{1,2000})>/g)]
		.map((match) => (match[1] ?? '').replace(/\s+/g, ''))
		.filter((url) => /^(?:https?:\/\/|mailto:)/i.test(url));
	return {
		id: angle('list-id') ?? (cleanText(first(fields, 'list-id')).trim().slice(0, 500) || null),
		post: angle('list-post'),
		unsubscribe: unsubscribe.slice(0, 10),
		unsubscribePost: /^list-unsubscribe=one-click$/i.test(first(fields, 'list-unsubscribe-post')),
		signedBy: (fields.all.get('dkim-signature') ?? []).slice(0, 20).flatMap(signerOfList)
	};
}

/** The fields of `MessageHeader` that have a place of their own. */
const OWN = new Set(
	'from to cc bcc reply-to sender subject date message-id in-reply-to references list-id list-post list-unsubscribe list-unsubscribe-post'.split(
		' '
	)
);

/** A header block as our own type: decoded, bounded, cleaned. */
export function parseMessageHeader(fields: HeaderFields, cut = false): MessageHeader {
	const addresses = (name: string) =>
		(fields.all.get(name) ?? []).flatMap((value) => parseAddresses(value)).slice(0, MAX_ADDRESSES);
	const to = addresses('to');
	const subject = parseSubject(first(fields, 'subject'));
	const extra = new Map<string, string[]>();
	for (const [name, values] of fields.all) {
		if (!OWN.has(name))
			extra.set(
				name,
				values.map((value) => cleanText(value.slice(0, MAX_EXTRA)))
			);
	}
	return {
		from: addresses('from'),
		to,
		cc: addresses('cc'),
		bcc: addresses('bcc'),
		replyTo: addresses('reply-to'),
		sender: addresses('sender'),
		subject,
		date: parseMailDate(first(fields, 'date')),
		messageId: parseMessageIds(first(fields, 'message-id')).at(-1) ?? '',
		inReplyTo: parseMessageIds(first(fields, 'in-reply-to')),
		references: parseMessageIds(first(fields, 'references')),
		list: parseList(fields),
		extra,
		shortened: cut || fields.shortened || to.length === MAX_ADDRESSES || subject.length === MAX_SUBJECT
	};
}
