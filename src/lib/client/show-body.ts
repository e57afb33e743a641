import type { BodyPiece, OpenMessage } from '$lib/mail/open-message';
import { partPath } from '$lib/mail/open-message';
import { drawText } from './draw-text';
import { foldQuotes } from './fold-quotes';
import type { LinkMarker } from './mark-links';
import { SLICED_FROM } from './pause';
import type { RemoteGate, RemoteReport } from './remote-gate';
import type { RemoteLoading } from './remote-loading';
import { showHtml } from './sanitize';

/** What was left out of a body, for the strip above it. */
export interface BodyReport {
	/** What became of everything that would be fetched from elsewhere. */
	remote: RemoteReport;
	/** Styles of the sender were too many, so the message does not look as it was meant to. */
	unstyled: boolean;
	/** Links that lead elsewhere than they say. */
	marked: number;
	/** It brings colours of its own. */
	coloured: boolean;
}

/** What decides about everything in a body that leads elsewhere. */
export interface Borders {
	readonly marker: LinkMarker | null;
	readonly gate: RemoteGate;
	readonly loading: RemoteLoading;
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
	{ marker, gate, loading }: Borders,
	leaving?: AbortSignal
): Promise<BodyReport> {
	const onLink = marker ? marker.look.bind(marker) : undefined;
	const begun = performance.now();
	const clean = gate.link.bind(gate);
	const options = {
		partUrl: partUrls(message),
		gate,
		load: loading.load.bind(loading),
		...(onLink && { onLink })
	};
	let unstyled = false;
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
			const built = await showHtml(piece.html, box, options, leaving);
			foldQuotes(box, words.quoted, message.header.subject);
			unstyled ||= built.unstyled;
			coloured ||= built.coloured;
			for (const [name, value] of built.body)
				if (name !== 'class' && !body.hasAttribute(name)) body.setAttribute(name, value);
		} else if (piece.kind === 'text') {
			drawText(piece.text, { flowed: piece.flowed, delSp: piece.delSp }, box, words, clean, onLink);
		} else box.append(picture(page, piece, message));
	}
	leaving?.throwIfAborted();
	// For the bench; the browser keeps it to itself.
	performance.clearMeasures('postern-body');
	performance.measure('postern-body', { start: begun });
	page.documentElement.dataset.paper = coloured ? 'own' : 'theme';
	page.body.replaceWith(body);
	return { remote: gate.report(), unstyled, coloured, marked: marker?.marked ?? 0 };
}

/** Addresses of the message's own pictures. */
function partUrls(message: OpenMessage): (contentId: string) => string | null {
	const parts = new Map(message.inline);
	return (contentId) => {
		const part = parts.get(contentId);
		return part === undefined ? null : partPath(message.folder, message.uid, part);
	};
}

function picture(page: Document, piece: BodyPiece & { kind: 'image' }, message: OpenMessage): HTMLElement {
	const image = page.createElement('img');
	image.src = partPath(message.folder, message.uid, piece.part);
	image.alt = piece.name;
	return image;
}
