import { isAddress } from '$lib/mail/typed-addresses';
import type { Address } from '$lib/mail/address';
import { isMessageId } from '$lib/mail/reply';
import { Problem } from '$lib/server/problem';

/** Characters that could end a header field, hide in one or turn it around; each run becomes one space. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * Free text of a header (a subject, a display name): controls become spaces, lone surrogates U+FFFD. What is
 * left cannot start a field of its own, and the composer library encodes it (RFC 2047 §5).
 */
export function headerText(text: string, max: number): string {
	const clean = text.toWellFormed().replaceAll(BREAKS, ' ').trim();
	if (clean.length > max) throw new Problem('input/invalid', { detail: 'A header field is too long.' });
	return clean;
}

/** An address for a header and the envelope. Refused as `input/invalid`, never repaired: repairing changes who gets it. */
export function headerAddress({ name, address }: Address): { name: string; address: string } {
	if (!isAddress(address))
		throw new Problem('input/invalid', { detail: `Not an address: ${headerShow(address)}` });
	return { name: headerText(name, 300), address };
}

/** A Message-ID as it may be written, or a refusal (`input/invalid`). */
export function headerId(id: string): string {
	if (!isMessageId(id)) throw new Problem('input/invalid', { detail: `Not a Message-ID: ${headerShow(id)}` });
	return id;
}

const headerShow = (text: string) => text.toWellFormed().replaceAll(BREAKS, ' ').slice(0, 80);
