import { parseAddressList } from './typed-addresses.ts';
import type { Address } from './address.ts';
import { MAX_SUBJECT, type DraftContent } from './draft.ts';

/** Why a draft cannot go out as it is. Values, not problems: the composer puts them into sentences. */
export type Mistake =
	| { readonly field: 'to' | 'cc' | 'bcc'; readonly kind: 'address'; readonly text: string }
	| { readonly field: 'to'; readonly kind: 'nobody' }
	| { readonly field: 'to'; readonly kind: 'too-many' }
	| { readonly field: 'subject'; readonly kind: 'too-long' };

/** Recipients of one message over all fields; Postfix takes a thousand. */
const MAX_RECIPIENTS = 1000;

/** Recipients of a draft, each address once: To wins over Cc, Cc over Bcc. */
export interface Outgoing {
	readonly to: readonly Address[];
	readonly cc: readonly Address[];
	readonly bcc: readonly Address[];
	readonly mistakes: readonly Mistake[];
}

/** Reads the recipients of a draft and finds what keeps it from going out. */
export function checkOutgoing(draft: DraftContent): Outgoing {
	const mistakes: Mistake[] = [];
	const seen = new Set<string>();
	const read = (field: 'to' | 'cc' | 'bcc') => {
		const list = parseAddressList(draft[field]);
		for (const text of list.mistakes) mistakes.push({ field, kind: 'address', text });
		return list.addresses.filter(({ address }) => {
			const known = seen.has(address.toLowerCase());
			seen.add(address.toLowerCase());
			return !known;
		});
	};
	const [to, cc, bcc] = [read('to'), read('cc'), read('bcc')];
	if (seen.size === 0 && mistakes.length === 0) mistakes.push({ field: 'to', kind: 'nobody' });
	if (seen.size > MAX_RECIPIENTS) mistakes.push({ field: 'to', kind: 'too-many' });
	if (draft.subject.length > MAX_SUBJECT) mistakes.push({ field: 'subject', kind: 'too-long' });
	return { to, cc, bcc, mistakes };
}
