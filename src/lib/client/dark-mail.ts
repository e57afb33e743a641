import { readColour, type Rgba } from './dark-colour';
import { lookOf, type Look } from './dark-look';
import type { Ground } from './dark-map';
import { platePictures } from './dark-pictures';
import { Tones } from './dark-tones';

/**
 * Draws a designed message for the dark. The sanitized tree is only read: what an element looks like as sent goes
 * through the maps of `dark-map.ts`, and a style sheet of our own says what it looks like in the dark. The sheet
 * counts while the root has `data-shade`, and never on paper; so going back costs nothing.
 */

/** More elements than these are done in slices. */
const AT_ONCE = 3000;
/** Milliseconds of one slice. */
const SLICE = 12;
const WHITE: Rgba = [1, 1, 1, 1];
/** The reader's paper in the dark, should the page not tell. */
const PAPER: Rgba = [0.102, 0.098, 0.093, 1];

/** Under pictures whose dark lines would vanish. */
const PLATE =
	'html[data-shade] [data-plate]{background-color:rgb(236 234 230)!important;border-radius:4px;box-shadow:0 0 0 4px rgb(236 234 230)!important}';

const sheets = new WeakMap<Document, CSSStyleSheet>();
/** Bodies that have their tones. */
const done = new WeakSet<HTMLElement>();

interface Seen {
	readonly element: HTMLElement;
	readonly look: Look;
	readonly parent: number;
	/** Colours of words that stand right on this ground. */
	readonly words: Set<string>;
}

/** Prepares the dark look of what is in the frame; true when it is there already. Large messages take a moment. */
export function darken(page: Document): Promise<void> | void {
	const { body } = page;
	if (done.has(body)) return;
	done.add(body);
	const work = pass(page, body);
	if (body.getElementsByTagName('*').length <= AT_ONCE) {
		while (!work.next().done);
		return;
	}
	return slowly(work, () => page.body === body);
}

async function slowly(work: Generator<void, void>, wanted: () => boolean): Promise<void> {
	for (let until = performance.now() + SLICE; wanted();) {
		if (work.next().done) return;
		if (performance.now() < until) continue;
		await new Promise((next) => setTimeout(next));
		until = performance.now() + SLICE;
	}
}

function* pass(page: Document, body: HTMLElement): Generator<void, void> {
	const view = page.defaultView;
	if (!view) return;
	const seen: Seen[] = [];
	for (const step of read(view, body, seen)) if (step % 200 === 0) yield;
	const paper = readColour(getComputedStyle(document.body).backgroundColor) ?? PAPER;
	const tones = new Tones(sheetOf(seen, body), paper[3] < 1 ? PAPER : paper);
	const grounds: Ground[] = [];
	const names = new Map<string, number>();
	const marks: [HTMLElement, number][] = [];
	for (const [i, { element, look, parent, words }] of seen.entries()) {
		const below = parent < 0 ? tones.paper : grounds[parent]!;
		const own = look.clipped ? below : tones.ground(look, below, [...words].slice(0, 8));
		grounds.push(own);
		const style = tones.style(look, below, own);
		if (style) {
			let name = names.get(style);
			if (name === undefined) names.set(style, (name = names.size));
			marks.push([element, name]);
		}
		if (i % 500 === 499) yield;
	}
	for (const [i, [element, name]] of marks.entries()) {
		demote(element);
		element.dataset.tone = String(name);
		if (i % 1000 === 999) yield;
	}
	write(page, view, [...names.keys()]);
	platePictures(
		seen.flatMap(({ element }, i) => (element.localName === 'img' ? [[element, grounds[i]!] as const] : [])),
		tones
	);
}

/** Reads the whole tree before anything is written, so that styles are computed once. */
function* read(view: Window, body: HTMLElement, seen: Seen[]): Generator<number> {
	const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_ELEMENT);
	const places = new Map<Element, number>();
	let step = 0;
	for (let node: Node | null = body; node;) {
		const element = node as HTMLElement;
		const parent = element === body ? -1 : (places.get(element.parentElement!) ?? -1);
		const above = seen[parent];
		if (element.localName === 'style' || element.localName === 'summary') {
			// Ours, and drawn for both themes.
			node = walker.nextSibling() ?? next(walker);
			continue;
		}
		const style = view.getComputedStyle(element);
		const look = lookOf(element, style, above?.look.opacity ?? 1);
		places.set(element, seen.length);
		seen.push({
			element,
			look,
			parent,
			words: look.back || look.image ? new Set() : (above?.words ?? new Set())
		});
		if (look.color) seen.at(-1)!.words.add(look.color);
		node = walker.nextNode();
		yield ++step;
	}
}

/** Steps over the element that stands at the end of its parent. */
function next(walker: TreeWalker): Node | null {
	while (walker.parentNode()) {
		const sibling = walker.nextSibling();
		if (sibling) return sibling;
	}
	return null;
}

const COLOURED = [
	'color',
	'background-color',
	'background-image',
	'text-shadow',
	'border-top-color'
] as const;

/** No sheet is above an attribute that insists; so it says the same without insisting. */
function demote(element: HTMLElement): void {
	if (!element.getAttribute('style')?.includes('!important')) return;
	const all = [...COLOURED, 'border-right-color', 'border-bottom-color', 'border-left-color'];
	for (const name of all) {
		if (element.style.getPropertyPriority(name))
			element.style.setProperty(name, element.style.getPropertyValue(name));
	}
}

/** The paper that the whole message lies on: the body's, or that of the one element that fills it. */
function sheetOf(seen: readonly Seen[], body: HTMLElement): Rgba {
	const papers = seen.filter(({ look }) => look.back).slice(0, 4);
	for (const { element, look } of papers) {
		const colour = readColour(look.back);
		if (!colour || colour[3] < 1) continue;
		const fills =
			element === body ||
			(element.offsetWidth >= body.offsetWidth * 0.95 && element.offsetHeight >= body.offsetHeight * 0.8);
		// A dark or strongly coloured sheet stays what it is; what lies on it is measured against white.
		if (fills && Math.min(colour[0], colour[1], colour[2]) > 0.75) return colour;
		if (fills) return WHITE;
	}
	return WHITE;
}

function write(page: Document, view: Window, styles: readonly string[]): void {
	let sheet = sheets.get(page);
	if (!sheet) {
		// Of the frame's own realm: another document takes no sheet of ours.
		sheet = new (view as Window & typeof globalThis).CSSStyleSheet();
		sheets.set(page, sheet);
		page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
	}
	const rules = styles.map((style, name) => `html[data-shade] [data-tone="${name}"]{${style}}`);
	// What insists in a layer is above what insists in the message's own sheets, whatever their selectors.
	sheet.replaceSync(`@layer dark{@media screen{${PLATE}\n${rules.join('\n')}}}`);
}
