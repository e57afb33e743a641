import type { BodyPiece, OpenMessage } from '$lib/mail/open-message';
import { partPath } from '$lib/mail/open-message';
import { drawText } from './draw-text';
import { foldQuotes } from './fold-quotes';
import type { LinkMarker } from './mark-links';
import { SLICED_FROM } from './pause';
import { showHtml } from './sanitize';

/** What was left out of a body, for the strip above it. */
export interface BodyReport {
	/** Pictures and styles that would have been fetched from elsewhere. */
	remote: number;
	trackers: number;
	hosts: string[];
	/** Styles of the sender were too many, so the message does not look as it was meant to. */
	unstyled: boolean;
	/** Links that lead elsewhere than they say. */
	marked: number;
	/** It brings colours of its own. */
	coloured: boolean;
}

/** Texts that stand inside the frame. */
export interface BodyWords {
	readonly quoted: string;
}

/** True when the body may hold links, so that a marker of links is needed to show it. */
export function mayHaveLinks(message: OpenMessage): boolean {
	return message.pieces.some((piece) => {
		if (piece.kind === 'html') return /<a[\s/]/i.test(piece.html);
		return piece.kind === 'text' && /:\/\/|www\./i.test(piece.text);
	});
}

/**
 * Puts the body of a message into the frame's document, in place of what was there. A long one takes several
 * turns; it is given up with an `AbortError` when `leaving` says that another is opened.
 */
export async function showBody(
	page: Document,
	message: OpenMessage,
	words: BodyWords,
	marker: LinkMarker | null,
	leaving?: AbortSignal
): Promise<BodyReport> {
	const onLink = marker ? marker.look.bind(marker) : undefined;
	const begun = performance.now();
	const report = { remote: 0, trackers: 0, unstyled: false, hosts: new Set<string>() };
	// The one before must not stand under this one's head for longer than a blink.
	if (message.pieces.some((piece) => piece.kind === 'html' && piece.html.length > SLICED_FROM))
		page.body.replaceChildren();
	const body = page.createElement('body');
	// Designed messages keep their own paper; anything else takes the reader's theme.
	let coloured = false;
	for (const piece of message.pieces) {
		if (piece.kind === 'large') continue;
		const box = page.createElement('div');
		box.className = `piece ${piece.kind}`;
		body.append(box);
		if (piece.kind === 'html') {
			const built = await html(piece, message, box, onLink, leaving);
			foldQuotes(box, words.quoted, message.header.subject);
			report.remote += built.remote;
			report.trackers += built.trackers;
			report.unstyled ||= built.unstyled;
			for (const host of built.hosts) report.hosts.add(host);
			coloured ||= built.coloured;
			for (const [name, value] of built.body)
				if (name !== 'class' && !body.hasAttribute(name)) body.setAttribute(name, value);
		} else if (piece.kind === 'text') {
			drawText(piece.text, { flowed: piece.flowed, delSp: piece.delSp }, box, words, onLink);
		} else box.append(picture(page, piece, message));
	}
	leaving?.throwIfAborted();
	// For the bench; the browser keeps it to itself.
	performance.clearMeasures('postern-body');
	performance.measure('postern-body', { start: begun });
	page.documentElement.dataset.paper = coloured ? 'own' : 'theme';
	page.body.replaceWith(body);
	return { ...report, hosts: [...report.hosts], coloured, marked: marker?.marked ?? 0 };
}

function html(
	piece: BodyPiece & { kind: 'html' },
	message: OpenMessage,
	box: HTMLElement,
	onLink?: (link: HTMLElement, written: string) => void,
	leaving?: AbortSignal
) {
	const parts = new Map(message.inline);
	const options = {
		partUrl: (contentId: string) => {
			const part = parts.get(contentId);
			return part === undefined ? null : partPath(message.folder, message.uid, part);
		},
		remoteUrl: () => null,
		...(onLink && { onLink })
	};
	return showHtml(piece.html, box, options, leaving);
}

function picture(page: Document, piece: BodyPiece & { kind: 'image' }, message: OpenMessage): HTMLElement {
	const image = page.createElement('img');
	image.src = partPath(message.folder, message.uid, piece.part);
	image.alt = piece.name;
	return image;
}
