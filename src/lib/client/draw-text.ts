import { readPlainText, type QuotedLine, type TextFormat } from '$lib/mail/plain-text';
import type { TextRun } from '$lib/mail/links';

/** Colours of quotes repeat after this many levels. */
const QUOTE_COLOURS = 4;
/** Links in one piece of text; what follows stays text. Laying out tens of thousands takes the page ten seconds. */
const MAX_LINKS = 2000;

/**
 * Text as it goes into text nodes: cut within words of more than 300 characters alone. Chromium lays an endless
 * word out again from its start for each line it takes, which for 170,000 letters is most of a minute.
 */
const chunks = (text: string): string[] => text.match(/[^]*?\S{300}|[^]+$/gu) ?? [];

/** How many more links may be drawn. */
interface LinksLeft {
	links: number;
	/** Sees each link once it stands. */
	onLink: ((link: HTMLElement, written: string) => void) | undefined;
	/** The address to open it by. */
	clean: (href: string) => string;
}

/** Draws a text message into an element of the message frame: our own elements, each text as a text node. */
export function drawText(
	text: string,
	format: TextFormat,
	into: HTMLElement,
	words: { quoted: string },
	clean: (href: string) => string,
	onLink?: (link: HTMLElement, written: string) => void
): void {
	const page = into.ownerDocument;
	const left = { links: MAX_LINKS, onLink, clean };
	for (const block of readPlainText(text, format)) {
		if (block.kind === 'quote') {
			const quote = drawQuote(page, block.lines, left);
			into.append(block.folded ? fold(page, quote, words.quoted) : quote);
			continue;
		}
		const box = page.createElement('div');
		box.className = block.kind;
		box.dir = 'auto';
		drawRuns(page, block.runs, box, left);
		into.append(box);
	}
}

function drawQuote(page: Document, lines: readonly QuotedLine[], left: LinksLeft): HTMLElement {
	const quote = page.createElement('blockquote');
	let box: HTMLElement | null = null;
	let level = 0;
	for (const line of lines) {
		if (!box || line.level !== level) {
			level = line.level;
			box = page.createElement('div');
			box.dir = 'auto';
			box.className = `level level-${((level - 1) % QUOTE_COLOURS) + 1}`;
			box.dataset.depth = String(level);
			quote.append(box);
		}
		// The mark is for whoever copies the text; a bar is drawn in its place.
		const mark = page.createElement('span');
		mark.className = 'mark';
		mark.textContent = line.mark;
		box.append(mark);
		drawRuns(page, line.runs, box, left);
	}
	return quote;
}

function fold(page: Document, quote: HTMLElement, label: string): HTMLElement {
	const details = page.createElement('details');
	const summary = page.createElement('summary');
	summary.textContent = label;
	details.append(summary, quote);
	return details;
}

function drawRuns(page: Document, runs: readonly TextRun[], into: HTMLElement, left: LinksLeft): void {
	for (const run of runs) {
		if (!run.href || left.links-- <= 0) {
			into.append(...chunks(run.text));
			continue;
		}
		const link = page.createElement('a');
		link.href = left.clean(run.href);
		link.target = '_blank';
		link.rel = 'noopener noreferrer';
		link.textContent = run.text;
		into.append(link);
		left.onLink?.(link, run.href);
	}
}
