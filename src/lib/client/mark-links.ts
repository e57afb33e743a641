import { leavePath } from '$lib/mail/leave-path';
import { judgeLink, type LinkLie } from '$lib/mail/link-truth';
import { m } from '$lib/paraglide/messages';

/** Longest address of the page that asks; servers refuse request lines much longer. */
const MAX_PATH = 8000;

/** Words of the frame's own, safe from whatever style sheet a message brings. */
const PILL = {
	all: 'initial',
	display: 'inline-block',
	'margin-inline-start': '6px',
	padding: '0 6px',
	'border-radius': '4px',
	background: 'var(--warn-wash)',
	color: 'var(--warn)',
	'box-shadow': 'inset 0 0 0 1px color-mix(in oklch, var(--warn) 35%, transparent)',
	font: '520 12px/20px "Inter Variable", Inter, system-ui, sans-serif',
	'overflow-wrap': 'anywhere',
	direction: 'ltr',
	'unicode-bidi': 'isolate',
	cursor: 'pointer'
};

/** Looks at the links of one message while its tree is built. */
export class LinkMarker {
	/** Links that were marked. */
	marked = 0;
	readonly #known: readonly string[];

	/** `known`: domains the reader trusts. */
	constructor(known: readonly string[]) {
		this.#known = known;
	}

	/** A link that lies gets a mark with its true host, and leads to the page that asks first. */
	look(link: HTMLElement, written: string): void {
		const lie = judgeLink(written, wordsOf(link), this.#known);
		// What the sender wrote there would stand right beside the true address.
		link.removeAttribute('title');
		if (!lie) return;
		this.marked++;
		mark(link, lie);
	}
}

/** All that a reader is shown of a link: its text, the words of its pictures, what comes up under the pointer. */
function wordsOf(link: HTMLElement): string {
	const titled = [link, ...link.querySelectorAll('[title], img[alt]')];
	const more = titled.flatMap((element) => [element.getAttribute('title'), element.getAttribute('alt')]);
	return [link.textContent, ...more].filter(Boolean).join(' ');
}

function mark(link: HTMLElement, lie: LinkLie): void {
	const path = leavePath(link.getAttribute('href') ?? '', lie.reason, lie.claimed);
	if (path.length > MAX_PATH) link.removeAttribute('href');
	else link.setAttribute('href', path);
	const host = lie.host;
	link.setAttribute('title', m.truth_link_title({ host }));
	const pill = link.ownerDocument.createElement('span');
	pill.textContent = m.truth_link_mark({ host });
	for (const [name, value] of Object.entries(PILL)) pill.style.setProperty(name, value, 'important');
	link.append(pill);
}
