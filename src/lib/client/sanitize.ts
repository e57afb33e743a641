import createDOMPurify, { type Config, type DOMPurify, type WindowLike } from 'dompurify';
import { DROPPED_WITH_CONTENT } from '$lib/mail/html-policy';
import { pause, SLICE, SLICED_FROM } from './pause';
import { sheetsOf } from './sanitize-sheets';
import { TreeBuilder, type BuildOptions, type BuildReport } from './sanitize-tree';
import { halfOn, lockOn, rawTree, showRaw } from './test-locks';

/**
 * Makes the HTML of a stranger into elements that may be shown. Two steps, each of which would hold alone
 * against scripts: DOMPurify parses and cleans, then a new tree is built from our own lists (html-policy.ts,
 * message-url.ts, style-policy.ts), which also keeps out whatever would fetch. Markup is never edited as text.
 */
const CONFIG: Config & { RETURN_DOM_FRAGMENT: true } = {
	USE_PROFILES: { html: true },
	FORBID_TAGS: [
		...DROPPED_WITH_CONTENT,
		...['form', 'input', 'button', 'label', 'fieldset', 'optgroup', 'option']
	].filter((name) => name !== 'head'),
	ALLOW_ARIA_ATTR: false,
	ALLOW_DATA_ATTR: false,
	// Asked of every value, so it must let through what is no address at all: widths, colours, words.
	ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|cid):|data:image\/|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
	ADD_ATTR: ['background', 'bgcolor', 'text', 'nowrap', 'frame', 'rules'],
	SANITIZE_NAMED_PROPS: true,
	// Keeps the attributes of <body>, which hold the colours of many newsletters.
	WHOLE_DOCUMENT: true,
	FORCE_BODY: true,
	RETURN_DOM_FRAGMENT: true
};

/** One sanitizer per frame. */
const sanitizers = new WeakMap<Window, DOMPurify>();

/**
 * The sanitizer parses with the frame's own parser: the page's policy forbids inline styles, and would report
 * each one that a message brings though none of it is ever in the page.
 */
function sanitizerOf(view: WindowLike & Window): DOMPurify {
	const known = sanitizers.get(view);
	if (known) return known;
	const made = createDOMPurify(view);
	sanitizers.set(view, made);
	return made;
}

/**
 * Sanitizes `html` and appends what is left of it to `into`, an element of the message frame. A long message is
 * done piece by piece, so that keys and clicks are heard in between; `leaving` ends it with an `AbortError`.
 */
export async function showHtml(
	html: string,
	into: HTMLElement,
	options: BuildOptions,
	leaving?: AbortSignal
): Promise<BuildReport> {
	const builder = new TreeBuilder(into, options);
	const page = into.ownerDocument;
	const view = page.defaultView;
	if (!view) throw new TypeError('The element is in no window.');
	if (__LOCK_SWITCH__ && !lockOn('sanitizer', document.cookie)) {
		if (halfOn('builder')) {
			builder.begin(rawTree(html, view));
			builder.work(Infinity);
		} else if (halfOn('purifier')) into.append(sanitizerOf(view).sanitize(html, CONFIG));
		else showRaw(html, into);
		return builder.report;
	}
	const long = html.length > SLICED_FROM;
	if (long) await pause(leaving);
	builder.sheets(sheetsOf(html, page, builder.report));
	if (long) await pause(leaving);
	builder.begin(sanitizerOf(view).sanitize(html, CONFIG));
	while (!builder.work(long ? SLICE : Infinity)) await pause(leaving);
	return builder.report;
}
