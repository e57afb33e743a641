import { DROPPED_WITH_CONTENT, ELEMENTS, FETCHING_ATTRIBUTES, safeAttribute } from '$lib/mail/html-policy';
import { imageSource, linkTarget } from '$lib/mail/message-url';
import { filterDeclarations, filterSheet, type StyleReport } from './sanitize-style';

export interface BuildOptions {
	/** Address of the part that a Content-ID stands for, or null. Must be a part of the open message. */
	readonly partUrl: (contentId: string) => string | null;
	/** Address to load a remote picture by, or null while the reader has not allowed it. */
	readonly remoteUrl: (url: string) => string | null;
	/** Sees each link once it stands with all it holds; `written` is its address as the sender wrote it. */
	readonly onLink?: (link: HTMLElement, written: string) => void;
}

/** What was taken out, for the strip above the message. */
export interface BuildReport extends StyleReport {
	/** Hosts that pictures were left at. */
	readonly hosts: Set<string>;
	/** Pictures too small to see. */
	trackers: number;
	/** Attributes of `<body>`, for the frame's own. */
	body: Map<string, string>;
}

/** Deeper elements are left out; the parser of the browser stops at 512. */
const MAX_DEPTH = 600;

/** Builds a new tree of allowed elements and attributes from `source`, which is only read. */
export function buildTree(source: Node, into: HTMLElement, options: BuildOptions): BuildReport {
	const report: BuildReport = { remote: 0, coloured: false, hosts: new Set(), trackers: 0, body: new Map() };
	new Builder(into.ownerDocument, options, report).children(source, into, 0);
	return report;
}

class Builder {
	readonly #document: Document;
	readonly #options: BuildOptions;
	readonly #report: BuildReport;

	constructor(document: Document, options: BuildOptions, report: BuildReport) {
		this.#document = document;
		this.#options = options;
		this.#report = report;
	}

	children(from: Node, to: Node, depth: number): void {
		if (depth > MAX_DEPTH) return;
		for (let child = from.firstChild; child; child = child.nextSibling) {
			if (child.nodeType === Node.TEXT_NODE)
				to.appendChild(this.#document.createTextNode(child.nodeValue ?? ''));
			else if (child.nodeType === Node.ELEMENT_NODE) this.#element(child as Element, to, depth);
		}
	}

	#element(from: Element, to: Node, depth: number): void {
		const name = from.localName;
		if (name === 'style') return this.#sheet(from, to);
		if (name === 'head' || name === 'html' || name === 'body') {
			if (name === 'body') this.#report.body = this.#attributes(from, name);
			return this.children(from, to, depth + 1);
		}
		if (DROPPED_WITH_CONTENT.has(name)) return;
		if (!ELEMENTS.has(name) || from.namespaceURI !== 'http://www.w3.org/1999/xhtml')
			return this.children(from, to, depth + 1);
		const attributes = this.#attributes(from, name);
		if (name === 'img') return this.#image(from, attributes, to);
		const element = this.#document.createElement(name);
		for (const [key, value] of attributes) element.setAttribute(key, value);
		if (name === 'a') this.#link(from, element);
		to.appendChild(element);
		this.children(from, element, depth + 1);
		if (element.hasAttribute('href')) this.#options.onLink?.(element, from.getAttribute('href') ?? '');
	}

	#attributes(from: Element, name: string): Map<string, string> {
		const kept = new Map<string, string>();
		for (const { name: key, value } of from.attributes) {
			if (key === 'style') {
				const style = filterDeclarations(value, this.#report);
				if (style) kept.set('style', style);
			} else if (key === 'id') {
				// DOMPurify has put its prefix before it, so that it names nothing of the document's own.
				if (/^user-content-[\w-]{1,100}$/.test(value)) kept.set('id', value);
			} else if (FETCHING_ATTRIBUTES.has(key) && key !== 'src') {
				this.#remote(value);
			} else {
				const safe = safeAttribute(name, key, value);
				if (safe !== null) kept.set(key, safe);
				if (safe && (key === 'bgcolor' || key === 'color' || key === 'text')) this.#report.coloured = true;
			}
		}
		return kept;
	}

	#link(from: Element, element: HTMLElement): void {
		const href = linkTarget(from.getAttribute('href') ?? '');
		if (!href) return;
		element.setAttribute('href', href);
		element.setAttribute('target', '_blank');
		element.setAttribute('rel', 'noopener noreferrer');
	}

	#image(from: Element, attributes: Map<string, string>, to: Node): void {
		const source = imageSource(from.getAttribute('src') ?? '');
		const image = this.#document.createElement('img');
		for (const [key, value] of attributes) image.setAttribute(key, value);
		let url: string | null = null;
		if (source.kind === 'data') url = source.url;
		else if (source.kind === 'part') url = this.#options.partUrl(source.contentId);
		else if (source.kind === 'remote') {
			if (isTiny(from)) {
				this.#report.trackers++;
				return;
			}
			url = this.#options.remoteUrl(source.url);
			if (!url) this.#remote(source.url);
		}
		if (url) {
			image.setAttribute('src', url);
			to.appendChild(image);
		} else to.appendChild(this.#gone(attributes));
	}

	/** Stands where a picture was left out: its words, in its size. */
	#gone(attributes: Map<string, string>): HTMLElement {
		const box = this.#document.createElement('span');
		box.className = 'left-out';
		box.textContent = attributes.get('alt') ?? '';
		const style = attributes.get('style');
		if (style) box.setAttribute('style', style);
		for (const name of ['width', 'height']) {
			const value = attributes.get(name);
			if (value) box.style.setProperty(name, /[%x]$/i.test(value) ? value : `${value}px`);
		}
		return box;
	}

	#sheet(from: Element, to: Node): void {
		const text = filterSheet(from.textContent ?? '', this.#report);
		if (!text) return;
		const style = this.#document.createElement('style');
		style.textContent = text;
		to.appendChild(style);
	}

	#remote(url: string): void {
		const source = imageSource(url.trim().split(/\s/)[0] ?? '');
		if (source.kind !== 'remote') return;
		this.#report.remote++;
		this.#report.hosts.add(source.host);
	}
}

/** A picture that nobody is meant to see. */
function isTiny(image: Element): boolean {
	const size = (name: string): number => Number.parseInt(image.getAttribute(name) ?? '', 10);
	if (size('width') <= 2 || size('height') <= 2) return true;
	return /(?:^|;)\s*(?:display\s*:\s*none|(?:max-)?(?:width|height)\s*:\s*[01](?:px)?)\s*(?:!|;|$)/i.test(
		image.getAttribute('style') ?? ''
	);
}
