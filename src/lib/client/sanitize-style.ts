import {
	isAllowedMedia,
	isAllowedProperty,
	isAllowedSelector,
	isAllowedValue,
	isColouring,
	isFetchingValue
} from '$lib/mail/style-policy';
import type { RemoteGate } from './remote-gate';

/** What the styles of a message said, beside what is kept of them. */
export interface StyleReport {
	/** Everything that would be fetched goes through it. */
	readonly gate: RemoteGate;
	/** There was something of that kind. */
	fetching: boolean;
	/** The message sets colours of its own. */
	coloured: boolean;
	/** Styles were left out because there are too many. */
	unstyled: boolean;
}

/** Longest style attribute, and longest sheet, in characters; longer ones are left out. */
const MAX_ATTRIBUTE = 10_000;
const MAX_SHEET = 500_000;

/** Style attributes seen already: newsletters repeat a few of them a thousand times. */
const known = new Map<string, { readonly kept: string; readonly coloured: boolean }>();
const MAX_KNOWN = 2000;

/** Parses without a document, so the page's own policy on inline styles is not asked. */
let probe: CSSStyleDeclaration | undefined;

function kept(style: CSSStyleDeclaration, report: StyleReport): string {
	let out = '';
	// The browser lists longhands it understood, values with escapes resolved; what it did not know is gone.
	for (let i = 0; i < style.length; i++) {
		const name = style.item(i);
		const value = style.getPropertyValue(name);
		if (isFetchingValue(value)) {
			report.fetching = true;
			const own = ownPictures(name, value, report.gate);
			if (own) out += `${name}:${own}${style.getPropertyPriority(name) ? '!important' : ''};`;
		} else if (isAllowedProperty(name) && isAllowedValue(name, value)) {
			if (isColouring(name, value)) report.coloured = true;
			out += `${name}:${value}${style.getPropertyPriority(name) ? '!important' : ''};`;
		}
	}
	return out;
}

/** Properties that show a picture; whatever else fetches is left out always. */
const PICTURES = new Set(['background-image', 'border-image-source', 'list-style-image']);
const ADDRESS = /url\("((?:[^"\\]|\\.)*)"\)/g;

/**
 * The value with an address of ours for each of its own, or null when one of them may not be loaded, or when it
 * holds anything else that fetches.
 */
function ownPictures(name: string, value: string, gate: RemoteGate): string | null {
	let whole = true;
	const own = value.replace(ADDRESS, (_, quoted: string) => {
		// The browser prints an address with only quotes, backslashes and control characters escaped.
		const written = quoted.replace(/\\(["\\])/g, '$1');
		const url = PICTURES.has(name) ? gate.picture(written) : gate.leave(written);
		if (typeof url === 'string' && url !== 'tracker') return `url("${url}")`;
		whole = false;
		return 'none';
	});
	const rest = own.replace(ADDRESS, 'none');
	return whole && !isFetchingValue(rest) && isAllowedValue(name, rest) ? own : null;
}

/** The declarations of a `style` attribute that may be kept, as text; empty when none. */
export function filterDeclarations(text: string, report: StyleReport): string {
	if (text.length > MAX_ATTRIBUTE) {
		report.unstyled = true;
		return '';
	}
	const seen = known.get(text);
	if (seen) {
		report.coloured ||= seen.coloured;
		return seen.kept;
	}
	probe ??= document.createElement('span').style;
	probe.cssText = text;
	const own: StyleReport = { gate: report.gate, fetching: false, coloured: false, unstyled: false };
	const result = kept(probe, own);
	report.coloured ||= own.coloured;
	// What would be fetched is asked for each time.
	if (!own.fetching && known.size < MAX_KNOWN && text.length < 500)
		known.set(text, { kept: result, coloured: own.coloured });
	return result;
}

/**
 * The rules of a sheet that may be kept, as text: style rules, and those inside `@media`. `media` is what the sheet
 * as a whole is for.
 */
export function filterSheet(text: string, media: string, report: StyleReport): string {
	if (text.length > MAX_SHEET || media.length > MAX_ATTRIBUTE) {
		report.unstyled = true;
		return '';
	}
	const sheet = new CSSStyleSheet({ media });
	sheet.replaceSync(text);
	const condition = sheet.media.mediaText;
	if (!isAllowedMedia(condition)) return '';
	const kept = rules(sheet.cssRules, report, 0);
	return kept && condition ? `@media ${condition}{${kept}}` : kept;
}

function rules(list: CSSRuleList, report: StyleReport, depth: number): string {
	let out = '';
	for (const rule of list) {
		if (rule instanceof CSSStyleRule) {
			const body = kept(rule.style, report);
			if (body && isAllowedSelector(rule.selectorText)) out += `${named(rule.selectorText)}{${body}}\n`;
		} else if (rule instanceof CSSMediaRule && depth < 4) {
			const inner = rules(rule.cssRules, report, depth + 1);
			if (inner && isAllowedMedia(rule.conditionText)) out += `@media ${rule.conditionText}{${inner}}\n`;
		}
	}
	return out;
}

/** Ids carry the sanitizer's prefix in the tree, so they must carry it here. */
function named(selector: string): string {
	return selector.replace(/#(?=[A-Za-z_])/g, '#user-content-');
}
