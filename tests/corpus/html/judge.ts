import type { Sighting } from './canary.ts';
import { forbidden } from './forbidden.ts';
import type { HtmlItem } from './items.ts';
import type { Look, Target } from './in-page.ts';
import type { Notes } from './recorder.ts';
import type { Poked } from './steps.ts';
import type { Popup, Worker } from './worker.ts';

/** Something that must not happen and did: a code of `docs/security/corpus.md`, and what was seen. */
export interface Hit {
	readonly code: string;
	readonly what: string;
}

/** Everything that was noted while an item was open. */
export interface Evidence {
	readonly item: HtmlItem;
	readonly worker: Pick<Worker, 'baseline' | 'origin' | 'name'>;
	readonly path: string;
	readonly opened: number | null;
	/** Before and after images were allowed. */
	readonly look: Look;
	readonly after: Look;
	readonly notes: Notes;
	readonly popups: readonly Popup[];
	readonly poked: Poked;
	readonly quoted: readonly string[];
	/** The error with which the visit broke off, or empty. */
	readonly broken: string;
	/** What the browser reached while nobody touched the message, and while a pointer moved over it. */
	readonly shown: readonly Sighting[];
	readonly hovered: readonly Sighting[];
	/** From then until images were allowed, and after that: what the browser reached and what our server did. */
	readonly before: { readonly seen: readonly Sighting[]; readonly beyond: readonly Sighting[] };
	readonly later: { readonly seen: readonly Sighting[]; readonly beyond: readonly Sighting[] };
	/** What came in after the last item was done with, less what its clicks explain. */
	readonly late: readonly Sighting[];
}

/** Milliseconds in which a message must stand. */
const OPENS = 3000;

/** As our server calls itself when it fetches for a reader. */
const AGENT = 'Mozilla/5.0 (compatible; Postern)';

const told = ({ kind, host, url }: Sighting): string => `${kind} ${url || host}`.slice(0, 200);

/** Requests that clicks on these points make, and no more: the page itself, its icon, its name. */
export function ownClick(
	targets: readonly Target[],
	popups: readonly Popup[]
): (sighting: Sighting) => boolean {
	const plain = (url: string): string => url.replace(/#.*$/s, '');
	const urls = new Set([...targets, ...popups].map(({ url }) => plain(url)));
	const hosts = new Set([...urls].map((url) => URL.parse(url)?.hostname));
	return ({ kind, host, url }) =>
		kind === 'request' ? urls.has(url) || (hosts.has(host) && url.endsWith('/favicon.ico')) : hosts.has(host);
}

/**
 * What Firefox does for a link under the pointer on pages that came over plain HTTP, as those of the tests do. On
 * pages over TLS, as every installation has them, it does not; nor does Chromium.
 */
const ofHttpPages = (
	{ name }: Pick<Worker, 'name'>,
	sighting: Sighting,
	ofLink: (sighting: Sighting) => boolean
): boolean => name === 'Firefox' && sighting.kind !== 'request' && ofLink(sighting);

/** Requests our own server may get from the frame: parts of this message, and pictures it fetched itself. */
const ownPart = (asked: string, path: string): boolean =>
	asked.startsWith('/frame/message') ||
	asked.startsWith(`/api/folders${path.replace('/mail', '').replace(/\/(\d+)$/, '/messages/$1/parts/')}`) ||
	asked.startsWith('/api/images') ||
	/^\/api\/folders\/INBOX\/messages\/\d+\/images?\b/.test(asked);

export function judge(evidence: Evidence): Hit[] {
	const {
		item,
		worker,
		path,
		opened,
		look,
		after,
		notes,
		popups,
		poked,
		quoted,
		shown,
		hovered,
		before,
		later,
		late
	} = evidence;
	const hits: Hit[] = [];
	const hit = (code: string, what: string): void => void hits.push({ code, what });

	for (const what of notes.ran) hit('EXEC', what);
	for (const what of notes.went) hit('NAV_TOP', what);
	for (const what of poked.went) hit('NAV_TOP', `the app went to ${what}`);
	for (const [code, what] of poked.composed) hit(code, what);
	for (const what of notes.asked.filter((asked) => !ownPart(asked, path))) hit('SAMEORIGIN_GET', what);
	if (evidence.broken) hit('BROKEN', evidence.broken);
	if (notes.crashed) hit('CRASH', 'the page is gone');
	if (opened === null || opened > OPENS) hit('HANG', `${opened === null ? 'never' : Math.round(opened)} ms`);

	const clicked = ownClick(look.targets, popups);
	for (const one of shown) hit('NET', `unasked: ${told(one)}`);
	for (const one of hovered) if (!ofHttpPages(worker, one, clicked)) hit('NET', `hovered: ${told(one)}`);
	for (const one of before.seen) if (!clicked(one)) hit('NET', told(one));
	// A window that a link opened may be slow to ask.
	for (const one of [...shown, ...hovered, ...before.seen, ...later.seen]) {
		if (one.referer) hit('REFERER', one.referer);
		if (one.cookie) hit('REFERER', `cookie ${one.cookie}`);
	}
	for (const one of late) hit('NET', `late, of the item before: ${told(one)}`);
	for (const one of before.beyond) if (one.kind === 'request') hit('NET', `our server: ${told(one)}`);
	for (const one of later.seen) if (!clicked(one)) hit('NET_ALWAYS', told(one));
	const never = forbidden(item);
	for (const one of later.beyond) {
		if (one.kind !== 'request') continue;
		if (one.referer || one.cookie) hit('REFERER', `our server: ${told(one)}`);
		if (one.agent !== AGENT) hit('NET_ALWAYS', `not by our server: ${one.agent} ${told(one)}`);
		if (never.has(one.url)) hit('NET_ALWAYS', `our server, no picture: ${told(one)}`);
	}
	// What nobody may load stays unloaded after consent as well, whoever asks for it. Items of other sources mean
	// that nothing but pictures is loaded, and our server fetches nothing else.
	if (item.source === 'own' && item.mustNot.includes('NET_ALWAYS'))
		for (const one of later.beyond) if (one.kind === 'request') hit('NET_ALWAYS', `our server: ${told(one)}`);
	if (popups.some(({ opener }) => opener)) hit('OPENER', 'a new window could reach the app');

	for (const [code, what] of [...look.found, ...(after === look ? [] : after.found)]) hit(code, what);
	if (look.looks && look.looks !== worker.baseline.looks)
		hit('STYLE_BLEED', firstChange(worker.baseline.looks, look.looks));
	if (look.shape && look.shape !== worker.baseline.shape) hit('STRUCTURE_BREAK', look.shape);
	const known = new Set(worker.baseline.names);
	for (const name of look.names) if (!known.has(name)) hit('CLOBBER', name);
	// The composer holds text; what would be fetched or run from a draft is looked for in what it quotes.
	if (quoted.some((text) => text.includes('/api/images')))
		hit('SAMEORIGIN_GET', 'an answer quotes our own address');
	if (item.mustNot.includes('LINK_UNMARKED') && look.links.some((link) => !link.includes('/leave')))
		hit('LINK_UNMARKED', look.links.join(' '));
	return hits;
}

function firstChange(before: string, after: string): string {
	const old = before.split('\n');
	return (after.split('\n').find((line, n) => line !== old[n]) ?? 'an element is gone').slice(0, 200);
}
