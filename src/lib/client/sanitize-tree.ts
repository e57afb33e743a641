import { DROPPED_WITH_CONTENT, ELEMENTS, FETCHING_ATTRIBUTES, safeAttribute } from '$lib/mail/html-policy';
import { imageSource, linkTarget } from '$lib/mail/message-url';
import type { RemoteGate } from './remote-gate';
import { filterDeclarations, type StyleReport } from './sanitize-style';

export interface BuildOptions {
	/** Address of the part that a Content-ID stands for, or null. Must be a part of the open message. */
	readonly partUrl: (contentId: string) => string | null;
	/** Decides about every address that would be fetched. */
	readonly gate: RemoteGate;
	/** Loads a remote picture and calls back when it is here. */
	readonly load: (url: string, arrived: () => void) => void;
	/** Sees each link once it stands with all it holds; `written` is its address as the sender wrote it. */
	readonly onLink?: (link: HTMLElement, written: string) => void;
}

/** What was taken out, for the strip above the message. */
export interface BuildReport extends StyleReport {
	/** Attributes of `<body>`, for the frame's own. */
	body: Map<string, string>;
}

/** Deeper elements are left out; the parser of the browser stops at 512. */
const MAX_DEPTH = 600;

/** Nodes between two looks at the clock. */
const STEP = 100;

/** A place in the hostile tree that is gone through, and where what is kept of it goes. */
interface Place {
	next: Node | null;
	readonly to: Node;
	/** Called when all of it stands. */
	readonly done?: () => void;
}

/** Builds a new tree of allowed elements and attributes from a hostile one, which is only read. */
export class TreeBuilder {
	readonly report: BuildReport;
	readonly #document: Document;
	readonly #into: HTMLElement;
	readonly #options: BuildOptions;
	/** The places that are open, the innermost last. */
	readonly #open: Place[] = [];

	constructor(into: HTMLElement, options: BuildOptions) {
		this.#document = into.ownerDocument;
		this.#into = into;
		this.#options = options;
		const { gate } = options;
		this.report = { gate, fetching: false, coloured: false, unstyled: false, body: new Map() };
	}

	/** Puts in style sheets of ours, as text that `filterSheet` wrote. */
	sheets(texts: readonly string[]): void {
		for (const text of texts) {
			const style = this.#document.createElement('style');
			style.textContent = text;
			this.#into.appendChild(style);
		}
	}

	begin(source: Node): void {
		this.#open.push({ next: source.firstChild, to: this.#into });
	}

	/** Goes on for `ms` milliseconds. Returns whether the tree stands. */
	work(ms: number): boolean {
		const until = performance.now() + ms;
		for (let n = 1; this.#open.length > 0; n++) {
			if (n % STEP === 0 && performance.now() > until) return false;
			this.#step();
		}
		return true;
	}

	#step(): void {
		const place = this.#open.at(-1);
		const node = place?.next;
		if (!place || !node) {
			this.#open.pop()?.done?.();
			return;
		}
		place.next = node.nextSibling;
		if (node.nodeType === Node.TEXT_NODE)
			place.to.appendChild(this.#document.createTextNode(node.nodeValue ?? ''));
		else if (node.nodeType === Node.ELEMENT_NODE) this.#element(node as Element, place.to);
	}

	#children(from: Node, to: Node, done?: () => void): void {
		if (this.#open.length > MAX_DEPTH) return done?.();
		this.#open.push({ next: from.firstChild, to, ...(done && { done }) });
	}

	#element(from: Element, to: Node): void {
		const name = from.localName;
		if (name === 'head' || name === 'html' || name === 'body') {
			if (name === 'body') this.report.body = this.#attributes(from, name);
			return this.#children(from, to);
		}
		if (DROPPED_WITH_CONTENT.has(name)) return;
		if (!ELEMENTS.has(name) || from.namespaceURI !== 'http://www.w3.org/1999/xhtml')
			return this.#children(from, to);
		const attributes = this.#attributes(from, name);
		if (name === 'img') return this.#image(from, attributes, to);
		const element = this.#document.createElement(name);
		for (const [key, value] of attributes) element.setAttribute(key, value);
		if (name === 'a') this.#link(from, element);
		to.appendChild(element);
		const { onLink } = this.#options;
		const link = onLink && element.hasAttribute('href');
		const written = from.getAttribute('href') ?? '';
		this.#children(from, element, link ? () => onLink(element, written) : undefined);
	}

	#attributes(from: Element, name: string): Map<string, string> {
		const kept = new Map<string, string>();
		let behind = '';
		for (const { name: key, value } of from.attributes) {
			if (key === 'style') {
				const style = filterDeclarations(value, this.report);
				if (style) kept.set('style', style);
			} else if (key === 'id') {
				// DOMPurify has put its prefix before it, so that it names nothing of the document's own.
				if (/^user-content-[\w-]{1,100}$/.test(value)) kept.set('id', value);
			} else if (FETCHING_ATTRIBUTES.has(key) && key !== 'src') {
				behind ||= this.#fetching(from, key, value);
			} else {
				const safe = safeAttribute(name, key, value);
				if (safe !== null) kept.set(key, safe);
				if (safe && (key === 'bgcolor' || key === 'color' || key === 'text')) this.report.coloured = true;
			}
		}
		// First, so that a style of the element's own goes before its attribute.
		if (behind) kept.set('style', behind + (kept.get('style') ?? ''));
		return kept;
	}

	#link(from: Element, element: HTMLElement): void {
		const href = linkTarget(from.getAttribute('href') ?? '');
		if (!href) return;
		element.setAttribute('href', this.#options.gate.link(href));
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
		else if (source.kind === 'remote') return this.#remote(image, from, attributes, to);
		if (url) {
			image.setAttribute('src', url);
			to.appendChild(image);
		} else to.appendChild(this.#gone(attributes));
	}

	/** A picture from elsewhere: words in its place, until it is here. */
	#remote(image: HTMLImageElement, from: Element, attributes: Map<string, string>, to: Node): void {
		const url = this.#options.gate.picture(from.getAttribute('src') ?? '', isTiny(from));
		if (url === 'tracker') return;
		const box = this.#gone(attributes);
		to.appendChild(box);
		if (!url) return;
		this.#options.load(url, () => {
			image.setAttribute('src', url);
			box.replaceWith(image);
		});
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

	/** An attribute other than `src` that fetches. A picture behind an element becomes a style, the rest is left. */
	#fetching(from: Element, key: string, value: string): string {
		const { gate } = this.#options;
		if (key === 'background') {
			const url = gate.picture(value);
			return url && url !== 'tracker' ? `background-image:url("${url}");` : '';
		}
		// The same picture for other screens is not another picture.
		if (key !== 'srcset' || !from.hasAttribute('src')) gate.leave(value.trim().split(/\s/)[0] ?? '');
		return '';
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
