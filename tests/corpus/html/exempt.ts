import type { HtmlItem } from './items.ts';
import type { Hit } from './judge.ts';

/** Codes that `judge.ts` and the steps look for, on every item, listed in its `must_not` or not. */
export const CHECKED: ReadonlySet<string> = new Set([
	...['EXEC', 'NET', 'NET_ALWAYS', 'NAV_TOP', 'SAMEORIGIN_GET', 'STYLE_BLEED', 'STRUCTURE_BREAK', 'OVERLAY'],
	...['CLOBBER', 'FOCUS', 'AUTOFILL', 'EDITABLE', 'LINK_UNMARKED', 'BADSCHEME', 'OPENER', 'REFERER'],
	...['HEADER_INJECT', 'LOCALFILE', 'HANG', 'CRASH', 'LEFT', 'BROKEN']
]);

/** A code of an item that this job does not hold against us, and why. */
interface Exemption {
	readonly id: string;
	readonly code: string;
	readonly reason: string;
}

export const EXEMPTIONS: readonly Exemption[] = [
	{
		id: 'own-0374',
		code: 'SPOOF_CHROME',
		reason:
			'Words that claim a proof are only words: whether they can be taken for the app is a matter of looks. What can be measured is: they stay inside the frame (OVERLAY, STRUCTURE_BREAK).'
	},
	{
		id: 'own-0084',
		code: 'NET_ALWAYS',
		reason:
			'The item is about the referrer; its picture may be shown after consent, fetched by our own server, which sends none (REFERER is checked).'
	}
];

/** Codes that an item names and nobody looks for, without a reason: the job must not pass over them in silence. */
export function unlooked(items: readonly HtmlItem[]): string[] {
	return items.flatMap(({ id, mustNot }) =>
		mustNot
			.filter((code) => !CHECKED.has(code) && !EXEMPTIONS.some((one) => one.id === id && one.code === code))
			.map((code) => `${id}: ${code}`)
	);
}

export const isExempt = (id: string, { code }: Hit): boolean =>
	EXEMPTIONS.some((one) => one.id === id && one.code === code);
