import type { ContactCard, ContactCards, Reach } from '$lib/mail/contact-card';
import { isAddress } from '$lib/mail/typed-addresses';
import { Problem } from '$lib/server/problem';
import { clean, parseFile, properties, textOf, type JComponent, type JProperty } from './jcal.ts';

/** Cards shown of one file; the others are counted. */
const MAX_CARDS = 20;
/** Addresses, numbers or places of one person. */
const MAX_EACH = 10;
const MAX_VALUE = 300;

/** Reads a vCard file (RFC 6350, and the older forms). Errors: `part/missing` when there is no card in it. */
export function readCards(text: string): ContactCards {
	const found = parseFile(text).filter(([name]) => name === 'vcard');
	if (found.length === 0) throw new Problem('part/missing');
	const cards = found.slice(0, MAX_CARDS).map(cardOf);
	return { cards, count: found.length, shortened: found.length > MAX_CARDS };
}

function cardOf(card: JComponent): ContactCard {
	const name =
		textOf(card, 'fn', MAX_VALUE) || partsOf(properties(card, 'n')[0]).slice(0, 2).reverse().join(' ');
	return {
		name,
		organisation: partsOf(properties(card, 'org')[0]).join(', '),
		title: textOf(card, 'title', MAX_VALUE),
		addresses: reaches(card, 'email', (of) => {
			const address = clean(of[3], MAX_VALUE).replace(/^mailto:/i, '');
			return isAddress(address) ? address : '';
		}),
		phones: reaches(card, 'tel', (of) => clean(of[3], MAX_VALUE).replace(/^tel:/i, '')),
		places: reaches(card, 'adr', (of) => partsOf(of).join(', ')),
		sites: properties(card, 'url')
			.slice(0, MAX_EACH)
			.map((of) => clean(of[3], 1000))
			.filter((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? '')),
		birthday: clean(properties(card, 'bday')[0]?.[3], 40),
		note: textOf(card, 'note', 2000, true)
	};
}

/** The parts of a structured value, empty ones left out. */
function partsOf(of: JProperty | undefined): string[] {
	if (!of) return [];
	const value = Array.isArray(of[3]) ? (of[3] as unknown[]) : [of[3]];
	return value
		.slice(0, 20)
		.map((each) => clean(Array.isArray(each) ? (each as unknown[]).slice(0, 10).join(', ') : each, MAX_VALUE))
		.filter((each) => each !== '');
}

function reaches(card: JComponent, name: string, valueOf: (of: JProperty) => string): Reach[] {
	return properties(card, name)
		.slice(0, MAX_EACH)
		.map((of) => ({ value: valueOf(of), label: labelOf(of) }))
		.filter(({ value }) => value !== '');
}

/** `work` or `home`; other kinds say little to a person. */
function labelOf(of: JProperty): string {
	const types = [of[1].type ?? []].flat().map((each) => String(each).toLowerCase());
	return ['work', 'home', 'cell', 'fax'].find((each) => types.includes(each)) ?? '';
}
