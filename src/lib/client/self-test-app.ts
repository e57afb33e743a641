import type { Sighting } from '$lib/mail/self-test-verdict';

/** The page around the message frame as it was before a message, and what of it is different after. */

const WATCHED = 'html, body, main, h1, h2, p, li, section, nav, header, .window, .rest, .side';
const LOOKS = [
	...['display', 'visibility', 'opacity', 'color', 'background-color', 'filter', 'transform', 'position'],
	...['direction', 'font-family', 'font-size', 'pointer-events']
];
const ELEMENTS = 20;
/** Points asked across the window and down it. */
const ACROSS = 10;
const DOWN = 6;

export interface AppState {
	readonly looks: readonly (readonly [Element, string])[];
	/** Children of the document's own two elements, and what those two say of themselves. */
	readonly frameWork: string;
	readonly roots: ReadonlySet<Element>;
	readonly names: ReadonlyMap<string, readonly unknown[]>;
	readonly focus: Element | null;
}

function looksOf(element: Element): string {
	const style = getComputedStyle(element);
	return LOOKS.map((name) => style.getPropertyValue(name)).join('|');
}

function frameWork(): string {
	const { documentElement: root, body } = document;
	const said = [root, body].map((element) => [element.className, element.dir, element.id].join('|'));
	return [...said, root.childElementCount, document.title, location.href].join('\n');
}

/** What a name of the message would hide, were it to reach the page or the frame's own document. */
function named(name: string, frame: HTMLIFrameElement): unknown[] {
	const page = frame.contentDocument as unknown as Record<string, unknown> | null;
	// A frame that went to another host may not be asked; that it went there is told of already.
	const inside = page && (frame.contentWindow as unknown as Record<string, unknown> | null);
	// The frame's own body is another one after each message; of ours nothing may be another.
	const kind = (value: unknown): unknown => (value as Element | null)?.localName ?? typeof value;
	return [(window as never)[name], (document as never)[name], kind(inside?.[name]), kind(page?.[name])];
}

/** `names`: ids and names that the message brings. */
export function appState(frame: HTMLIFrameElement, stage: Element, names: readonly string[]): AppState {
	const watched = [...document.querySelectorAll(WATCHED)].filter((element) => !stage.contains(element));
	return {
		looks: watched.slice(0, ELEMENTS).map((element) => [element, looksOf(element)]),
		frameWork: frameWork(),
		roots: new Set(document.body.children),
		names: new Map(names.map((name) => [name, named(name, frame)])),
		focus: document.activeElement
	};
}

export function appSightings(before: AppState, frame: HTMLIFrameElement, stage: Element): Sighting[] {
	const seen: Sighting[] = [];
	const tell = (code: string, by: Sighting['by'], what: string, stopped = false): void =>
		void seen.push({ code, by, what, stopped });
	for (const [element, looks] of before.looks) {
		if (element.isConnected && looksOf(element) !== looks)
			tell('STYLE_BLEED', 'style', `<${element.localName}>`);
	}
	const stray = [...document.body.children].find((element) => !before.roots.has(element));
	if (stray || frameWork() !== before.frameWork)
		tell('STRUCTURE_BREAK', 'structure', stray ? `<${stray.localName}>` : document.documentElement.className);
	for (const [name, values] of before.names) {
		const now = named(name, frame);
		const hidden = values.findIndex((value, at) => now[at] !== value);
		// What only the frame's document calls by that name, the app does not; but the sanitizer let it pass.
		if (hidden >= 0) tell('CLOBBER', 'names', name, hidden >= 2);
	}
	if (document.activeElement === frame && before.focus !== frame) tell('FOCUS', 'focus', '<iframe>');
	const covered = coveredPoint(before, frame, stage);
	if (covered) tell('OVERLAY', 'overlay', covered);
	return seen;
}

/** A point outside the frame at which something of the message is met, as text; null for none. */
function coveredPoint(before: AppState, frame: HTMLIFrameElement, stage: Element): string | null {
	const room = stage.getBoundingClientRect();
	if (frame.getBoundingClientRect().right > room.right + 1) return `${frame.clientWidth} px`;
	if (document.fullscreenElement) return `<${document.fullscreenElement.localName}>`;
	for (let row = 0; row < DOWN; row++) {
		for (let column = 0; column < ACROSS; column++) {
			const x = ((column + 0.5) / ACROSS) * innerWidth;
			const y = ((row + 0.5) / DOWN) * innerHeight;
			if (x >= room.left && x <= room.right && y >= room.top && y <= room.bottom) continue;
			const met = document.elementFromPoint(x, y);
			const root = met?.closest('body > *');
			if (met === frame || (root && !before.roots.has(root)))
				return `${Math.round(x)}, ${Math.round(y)}: <${met?.localName}>`;
		}
	}
	return null;
}
