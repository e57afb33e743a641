import { ATTRIBUTIONS, QUOTES, answersBetween, isForward, isMessageHead } from './quote-marks';

/**
 * Folds the earlier messages at the end of an HTML piece, as `draw-text.ts` does for plain text. What is folded is
 * followed by nothing, and something of the writer's own stands above it; an answer between quoted lines is never
 * hidden. The elements are moved, not changed.
 */

/** Shorter quotes stay open: characters, or lines. */
const MIN_TEXT = 300;
const MIN_LINES = 8;
/** Marks that are looked at; a message with more is no conversation. */
const MAX_MARKS = 300;

const SOMETHING = 'img, .left-out';

/** Folds what `piece`, an element of the message frame, ends with. `label` stands on the button. */
export function foldQuotes(piece: HTMLElement, label: string, subject: string): void {
	if (isForward(subject)) return;
	const quote = closedQuote(piece) ?? openQuote(piece);
	if (!quote) return;
	const page = piece.ownerDocument;
	const details = page.createElement('details');
	const summary = page.createElement('summary');
	summary.textContent = label;
	quote.before(details);
	details.append(summary);
	while (details.nextSibling) details.append(details.nextSibling);
}

const words = (text: string | null): boolean => /[^\s\u00a0\u200b-\u200f\u2060\ufeff]/.test(text ?? '');

/** Nothing a reader would see. */
function isBlank(node: Node): boolean {
	if (words(node.textContent)) return false;
	return (
		node.nodeType !== 1 ||
		!((node as Element).matches(SOMETHING) || (node as Element).querySelector(SOMETHING))
	);
}

/** Nothing stands after `node` up to the end of `piece`. */
function isLast(node: Node, piece: HTMLElement): boolean {
	for (let at: Node = node; at !== piece; at = at.parentNode!)
		for (let next = at.nextSibling; next; next = next.nextSibling) if (!isBlank(next)) return false;
	return true;
}

/** What the writer's own words are, above `node`. */
function above(node: Node, piece: HTMLElement): string {
	const range = piece.ownerDocument.createRange();
	range.setStart(piece, 0);
	range.setEndBefore(node);
	const copy = range.cloneContents();
	for (const line of copy.querySelectorAll(`${ATTRIBUTIONS}, style`)) line.remove();
	return words(copy.textContent) || copy.querySelector(SOMETHING) ? (copy.textContent ?? '') || ' ' : '';
}

function isLong(nodes: readonly Node[]): boolean {
	const text = nodes.reduce((sum, node) => sum + (node.textContent?.trim().length ?? 0), 0);
	const lines = nodes.reduce(
		(sum, node) =>
			sum + (node.nodeType === 1 ? (node as Element).querySelectorAll('br, p, div, li, tr').length : 0),
		0
	);
	return text >= MIN_TEXT || lines >= MIN_LINES;
}

/** An element that says itself where the earlier message begins and ends. */
function closedQuote(piece: HTMLElement): Element | null {
	for (const mark of [...piece.querySelectorAll(QUOTES)].slice(0, MAX_MARKS)) {
		if (canHold(mark) && isLast(mark, piece) && isPure(mark) && isLong([mark]) && above(mark, piece))
			return mark;
	}
	return null;
}

/** Nobody wrote between or below the quoted lines in it. A Gmail without quoted lines passes a message on. */
function isPure(mark: Element): boolean {
	if (mark.localName === 'blockquote') return true;
	const walker = mark.ownerDocument.createTreeWalker(mark, NodeFilter.SHOW_TEXT);
	let quoted = false;
	for (let text = walker.nextNode(); text; text = walker.nextNode()) {
		if (!words(text.nodeValue)) continue;
		const inside = text.parentElement?.closest('blockquote');
		if (inside && mark.contains(inside)) quoted = true;
		else if (quoted) return false;
	}
	return quoted || mark.matches('.yahoo_quoted');
}

/** Where an Outlook goes on with an earlier message: a line with From, Sent, To below it, and no end. */
function openQuote(piece: HTMLElement): Element | null {
	const heads = piece.querySelectorAll<HTMLElement>(
		'[id="user-content-divRplyFwdMsg"], div[style*="border-top"], hr'
	);
	for (const head of [...heads].slice(0, MAX_MARKS)) {
		const said = head.localName === 'hr' ? nextShown(head) : head;
		if (!said || !isMessageHead(said.textContent ?? '')) continue;
		const start = outermost(head, piece);
		const rest: Node[] = [];
		for (let node: Node | null = start; node; node = node.nextSibling) rest.push(node);
		const own = above(start, piece);
		if (!canHold(start) || !start.parentElement || !isLast(rest.at(-1)!, piece) || !isLong(rest)) continue;
		if (own && !answersBetween(own)) return start;
		return null;
	}
	return null;
}

function nextShown(node: Element): Element | null {
	for (let next = node.nextElementSibling; next; next = next.nextElementSibling)
		if (!isBlank(next)) return next;
	return null;
}

/** The element that begins with `head`: its line, or the boxes around it that hold nothing before it. */
function outermost(head: Element, piece: HTMLElement): Element {
	const before = (node: Element): boolean => {
		for (let next = node.previousSibling; next; next = next.previousSibling) if (!isBlank(next)) return true;
		return false;
	};
	let at = head;
	const line = at.previousElementSibling;
	if (line?.localName === 'hr') at = line;
	while (at.parentElement && at.parentElement !== piece && !before(at) && canHold(at.parentElement))
		at = at.parentElement;
	return at;
}

/** A fold may stand in its place: not between the rows and cells of a table, or the items of a list. */
function canHold(element: Element): boolean {
	return !/^(?:table|t(?:body|head|foot|r)|[uod]l)$/.test(element.parentElement?.localName ?? 'table');
}
