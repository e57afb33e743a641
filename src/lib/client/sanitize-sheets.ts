import { DROPPED_WITH_CONTENT } from '$lib/mail/html-policy';
import { filterSheet, type StyleReport } from './sanitize-style';

/** Style sheets of one message; those beyond are left out. */
const MAX_SHEETS = 50;

/**
 * The style sheets of a message, rule by rule as far as they may be kept. They are read from a tree of their own,
 * which is thrown away: the sanitizer is given no style elements at all, and what comes from here is written by us.
 */
export function sheetsOf(html: string, page: Document, report: StyleReport): string[] {
	const view = page.defaultView as (Window & typeof globalThis) | null;
	if (!view || !/<style/i.test(html)) return [];
	const parsed = new view.DOMParser().parseFromString(html, 'text/html');
	// Walked from outside: in a hostile tree, names of elements can stand before the document's own properties.
	const walker = page.createTreeWalker(parsed, NodeFilter.SHOW_ELEMENT, (node) => {
		const name = (node as Element).localName;
		if (name === 'style') return NodeFilter.FILTER_ACCEPT;
		return DROPPED_WITH_CONTENT.has(name) && name !== 'head'
			? NodeFilter.FILTER_REJECT
			: NodeFilter.FILTER_SKIP;
	});
	const sheets: string[] = [];
	while (walker.nextNode()) {
		const element = walker.currentNode as Element;
		if (!/^(?:text\/css)?$/i.test(element.getAttribute('type') ?? '')) continue;
		if (sheets.length >= MAX_SHEETS) {
			report.unstyled = true;
			break;
		}
		const text = filterSheet(element.textContent ?? '', element.getAttribute('media') ?? '', report);
		if (text) sheets.push(text);
	}
	return sheets;
}
