/**
 * What of an HTML message is shown, as data: everything not named here is left out. The tree that reaches the
 * page is built anew from these lists, so the lists are the whole of what a message can do.
 */

/** Elements. A foreign one is replaced by its content, unless it is one of {@link DROPPED_WITH_CONTENT}. */
export const ELEMENTS: ReadonlySet<string> = new Set(
	(
		'a abbr acronym address article aside b bdi bdo big blockquote body br caption center cite code col colgroup ' +
		'dd del dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr html i img ins ' +
		'kbd li main mark nav nobr ol p pre q rp rt ruby s samp section small span strike strong sub sup table ' +
		'tbody td tfoot th thead time tr tt u ul var wbr'
	).split(' ')
);

/** Elements that go with all they hold, since the content is not words for the reader. */
export const DROPPED_WITH_CONTENT: ReadonlySet<string> = new Set(
	(
		'annotation-xml applet audio base bgsound canvas embed fencedframe form-associated frame frameset head iframe ' +
		'link math meta noembed noframes noscript object param portal script select style svg template textarea title ' +
		'track video xml xmp'
	).split(' ')
);

/** Attributes any element may keep; the values are checked by {@link safeAttribute}. */
const EVERYWHERE = new Set([
	'class',
	'dir',
	'lang',
	'title',
	'align',
	'valign',
	'bgcolor',
	'width',
	'height'
]);

const ON_ELEMENT: Readonly<Record<string, readonly string[]>> = {
	td: ['colspan', 'rowspan', 'nowrap', 'abbr', 'scope'],
	th: ['colspan', 'rowspan', 'nowrap', 'abbr', 'scope'],
	table: ['border', 'cellpadding', 'cellspacing', 'rules', 'frame', 'role'],
	col: ['span'],
	colgroup: ['span'],
	font: ['color', 'face', 'size'],
	hr: ['color', 'size', 'noshade'],
	br: ['clear'],
	img: ['alt', 'border', 'hspace', 'vspace'],
	ol: ['start', 'type', 'reversed'],
	ul: ['type'],
	li: ['type', 'value'],
	time: ['datetime'],
	body: ['text'],
	blockquote: ['type']
};

/** Attributes that are never copied: we write them ourselves, from what was read of the message's own. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = { a: ['href', 'target', 'rel'], img: ['src'] };
const WRITTEN_EVERYWHERE: readonly string[] = ['id', 'style'];

/** True when an element of a message may stand in the page with this attribute, whoever wrote it. */
export function mayStand(element: string, attribute: string): boolean {
	const listed = (lists: Readonly<Record<string, readonly string[]>>): boolean =>
		Object.hasOwn(lists, element) && lists[element]!.includes(attribute);
	return (
		EVERYWHERE.has(attribute) ||
		WRITTEN_EVERYWHERE.includes(attribute) ||
		listed(ON_ELEMENT) ||
		listed(WRITTEN)
	);
}

/** What a value must look like, for attributes that are not free text. */
const SHAPES: Readonly<Record<string, RegExp>> = {
	dir: /^(?:ltr|rtl|auto)$/i,
	lang: /^[A-Za-z0-9-]{1,35}$/,
	align: /^[a-z]{1,10}$/i,
	valign: /^[a-z]{1,10}$/i,
	width: /^\d{1,5}(?:\.\d{1,4})?(?:%|px)?$/i,
	height: /^\d{1,5}(?:\.\d{1,4})?(?:%|px)?$/i,
	bgcolor: /^#?[a-z0-9]{1,30}$/i,
	color: /^#?[a-z0-9]{1,30}$/i,
	text: /^#?[a-z0-9]{1,30}$/i,
	face: /^[\p{L}\p{N} ,'"_-]{1,200}$/u,
	role: /^(?:presentation|none)$/i,
	type: /^(?:[aAiI1]|disc|circle|square|cite)$/
};

/** Longest attribute value that is kept. */
const MAX_VALUE = 2000;

/**
 * The value of an attribute as it may stand in the built tree, or null when it may not. Addresses (`href`,
 * `src`) and `style` are not decided here.
 */
export function safeAttribute(element: string, name: string, value: string): string | null {
	const allowed =
		EVERYWHERE.has(name) || (Object.hasOwn(ON_ELEMENT, element) && ON_ELEMENT[element]?.includes(name));
	if (!allowed || value.length > MAX_VALUE) return null;
	const trimmed = value.trim();
	if (name === 'title' || name === 'alt' || name === 'class' || name === 'abbr' || name === 'datetime')
		return value;
	const shape = Object.hasOwn(SHAPES, name) ? SHAPES[name] : /^[\w%.-]{0,20}$/;
	return shape?.test(trimmed) ? trimmed : null;
}

/** Attributes that name something a browser would fetch; each counts as remote content when it is taken out. */
export const FETCHING_ATTRIBUTES: ReadonlySet<string> = new Set([
	'background',
	'src',
	'srcset',
	'poster',
	'lowsrc',
	'dynsrc',
	'data'
]);
