import { ELEMENTS, safeAttribute } from '$lib/mail/html-policy';
import { parsePrefill } from '$lib/mail/mailto';
import type { Sighting } from '$lib/mail/self-test-verdict';
import { isAllowedProperty, isAllowedValue, isFetchingValue } from '$lib/mail/style-policy';

/**
 * Holds what stands in the message frame against the published lists of `lib/mail`, however it came there. It does
 * not ask how a message is cleaned, so it also sees where that was not done.
 */

/** What the app itself puts around and between the words of a message. */
const OUR_ELEMENTS = new Set(['details', 'summary']);
const OUR_ATTRIBUTES = new Set(['data-depth', 'data-plate', 'data-tone', 'open']);

/** Our own addresses that a picture may have: parts of the message, and pictures fetched by the server. */
const OUR_PICTURES = /^\/api\/(?:folders\/[^?#]*\/parts\/|images\b|pictures\b)/;
const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const MAX_BREACHES = 20;
const XHTML = 'http://www.w3.org/1999/xhtml';

/**
 * Everything in the body of the frame that the lists do not name. `stopped`: a lock behind the sanitizer is there,
 * so that it comes to nothing.
 */
export function treeSightings(page: Document, stopped: boolean): Sighting[] {
	const seen: Sighting[] = [];
	const breach = (what: string): void => void seen.push({ code: 'TREE', by: 'tree', what, stopped });
	for (const element of page.body.getElementsByTagName('*')) {
		if (seen.length >= MAX_BREACHES) break;
		const name = element.localName;
		if (element.namespaceURI !== XHTML) breach(`<${name}>, ${element.namespaceURI}`);
		else if (name === 'style') sheetBreaches(element as HTMLStyleElement, breach);
		else if (!ELEMENTS.has(name) && !OUR_ELEMENTS.has(name)) breach(`<${name}>`);
		else if (name === 'a') seen.push(...linkSightings(element));
		for (const { name: key, value } of element.attributes) {
			if (!attributeHolds(element, name, key, value)) breach(`<${name} ${key}="${value.slice(0, 200)}">`);
		}
	}
	return seen;
}

function attributeHolds(element: Element, name: string, key: string, value: string): boolean {
	if (OUR_ATTRIBUTES.has(key)) return true;
	if (key === 'style') return isLinkMark(element) || declarationsHold((element as HTMLElement).style);
	if (key === 'id') return value.startsWith('user-content-');
	if (name === 'a') {
		if (key === 'href') return linkHolds(value);
		if (key === 'target' || key === 'rel') return true;
	}
	if (name === 'img' && key === 'src') return pictureHolds(value);
	return safeAttribute(name, key, value) !== null;
}

/** The mark with its true host that mark-links.ts puts at the end of a link that lies. */
function isLinkMark(element: Element): boolean {
	const { parentElement: link, style } = element as HTMLElement;
	const last = link?.lastElementChild === element && link.getAttribute('href')?.startsWith('/leave?');
	return Boolean(last) && element.localName === 'span' && !isFetchingValue(style.cssText);
}

function linkHolds(href: string): boolean {
	if (href.startsWith('#user-content-') || /^\/leave[?/]/.test(href)) return true;
	return SCHEMES.has(URL.parse(href)?.protocol ?? '');
}

function pictureHolds(src: string): boolean {
	return (
		/^data:image\/(?!svg)/i.test(src) || src.startsWith(`blob:${location.origin}/`) || OUR_PICTURES.test(src)
	);
}

function declarationsHold(style: CSSStyleDeclaration): boolean {
	for (let n = 0; n < style.length; n++) {
		const name = style.item(n);
		const value = style.getPropertyValue(name);
		if (isFetchingValue(value) || !isAllowedProperty(name) || !isAllowedValue(name, value)) return false;
	}
	return true;
}

function sheetBreaches(element: HTMLStyleElement, breach: (what: string) => void): void {
	const walk = (rules: CSSRuleList): void => {
		for (const rule of rules) {
			// By what a rule has, not by its class: it is of the frame's own realm.
			const { style, cssRules, media, selectorText } = rule as CSSStyleRule & CSSMediaRule;
			if (selectorText !== undefined && !declarationsHold(style)) breach(rule.cssText.slice(0, 200));
			else if (selectorText === undefined && !media) breach(rule.cssText.slice(0, 200));
			if (cssRules) walk(cssRules);
		}
	};
	if (element.sheet) walk(element.sheet.cssRules);
}

/** Links that lead straight to where a message of liars wants them to. */
export function unmarkedLinks(page: Document): Sighting[] {
	return [...page.body.querySelectorAll('a[href^="http"]')].map((link) => ({
		code: 'LINK_UNMARKED',
		by: 'link',
		what: link.getAttribute('href') ?? '',
		stopped: false
	}));
}

/**
 * A link must open elsewhere, telling nobody where from, and its address must be no header. One that leads nowhere
 * but runs a script is on no list, and its script is what is told of.
 */
function linkSightings(link: Element): Sighting[] {
	const href = link.getAttribute('href');
	if (href === null || href.startsWith('#')) return [];
	const rel = (link.getAttribute('rel') ?? '').split(/\s+/);
	const seen: Sighting[] = [];
	const tell = (code: string): void => void seen.push({ code, by: 'link', what: href, stopped: false });
	if (/^(?:https?:|\/)/i.test(href)) {
		if (!rel.includes('noopener') || link.getAttribute('target') !== '_blank') tell('OPENER');
		if (!rel.includes('noreferrer')) tell('REFERER');
	}
	if (/^mailto:/i.test(href)) {
		const { to, cc, bcc, subject } = parsePrefill(new URLSearchParams({ mailto: href }));
		if (/[\r\n]/.test(to + cc + bcc + subject)) tell('HEADER_INJECT');
	}
	return seen;
}
