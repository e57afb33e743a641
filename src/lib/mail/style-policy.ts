/**
 * Which CSS of a message is kept. The browser parses it; here each declaration it understood is checked by
 * name and value. Nothing that fetches, nothing that leaves the flow of the text, nothing that depends on the
 * size of the frame (its height follows the content, so `100vh` would grow without end).
 */

const PROPERTIES = new Set(
	(
		'background-clip background-color background-image background-origin background-position-x ' +
		'background-position-y background-repeat background-size border-collapse border-image-source ' +
		'box-shadow box-sizing caption-side clear color column-gap direction display empty-cells float font-family ' +
		'font-size font-stretch font-style font-variant font-variant-caps font-variant-numeric font-weight height ' +
		'hyphens letter-spacing line-height list-style-position list-style-type max-height max-width min-height ' +
		'min-width object-fit object-position opacity order orphans outline-color outline-style outline-width ' +
		'overflow-wrap overflow-x overflow-y row-gap tab-size table-layout text-align text-align-last ' +
		'text-decoration-color text-decoration-line text-decoration-style text-decoration-thickness text-indent ' +
		'text-overflow text-shadow text-transform text-underline-offset unicode-bidi vertical-align visibility ' +
		'white-space white-space-collapse text-wrap-mode widows width word-break word-spacing word-wrap ' +
		'align-content align-items align-self flex-basis flex-direction flex-grow flex-shrink flex-wrap ' +
		'justify-content justify-items justify-self border-spacing -webkit-border-horizontal-spacing ' +
		'-webkit-border-vertical-spacing'
	).split(' ')
);

const FAMILIES =
	/^(?:(?:margin|padding)-(?:top|right|bottom|left|(?:inline|block)-(?:start|end))|border-(?:top|right|bottom|left)-(?:color|style|width)|border-(?:top|bottom)-(?:left|right)-radius)$/;

const FUNCTIONS = new Set(
	(
		'rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark calc min max clamp linear-gradient ' +
		'radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient fit-content minmax'
	).split(' ')
);

/** Longest value that is kept. */
const MAX_VALUE = 1000;

const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** What a quoted string may hold, a font's name for instance: nothing that means something in CSS or HTML. */
const PLAIN_STRING = /^.[\p{L}\p{M}\p{N} ._+-]{0,100}.$/u;

/** Media conditions that follow the frame's height, which follows the content: they would switch on and off for ever. */
const HEIGHT_BOUND = /height|aspect|orientation|block-size/i;

/** Units measured against the frame, whose height is measured against the content. */
const FRAME_UNITS = /\d(?:[sld]?v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max))\b/i;

const DISPLAYS =
	/^(?:block|inline|inline-block|none|table|inline-table|table-[a-z-]+|list-item|flex|inline-flex|flow-root|contents)$/;

/** True when a property may be kept at all. `name` is a longhand in lower case. */
export function isAllowedProperty(name: string): boolean {
	return PROPERTIES.has(name) || FAMILIES.test(name);
}

/**
 * True when a value may be kept. `value` must be as the browser's object model prints it: escapes resolved,
 * strings quoted, so that a function cannot be spelled in disguise.
 */
export function isAllowedValue(name: string, value: string): boolean {
	if (value === '' || value === 'initial' || value.length > MAX_VALUE) return false;
	const bare = value.replace(QUOTED, (string) => (PLAIN_STRING.test(string) ? ' ' : ';'));
	if (/[\\;{}<>@"']/.test(bare) || FRAME_UNITS.test(bare)) return false;
	if (name === 'display') return DISPLAYS.test(bare);
	for (const [, called = ''] of bare.matchAll(/([\w-]*)\(/g)) {
		if (!FUNCTIONS.has(called.toLowerCase())) return false;
	}
	return true;
}

/**
 * True when the rules under a media condition may be kept. A designed message keeps its light paper, so what it says
 * for the dark is not for us. `condition` must be as the browser's object model prints it.
 */
export function isAllowedMedia(condition: string): boolean {
	return (
		/^[\w\s():,.<>=/-]{0,300}$/.test(condition) && !/dark/i.test(condition) && !HEIGHT_BOUND.test(condition)
	);
}

/** True when a selector may be kept. It can choose nothing but elements of the message frame. */
export function isAllowedSelector(selector: string): boolean {
	return selector.length <= 2000 && !/[{}<;@]/.test(selector);
}

/** True when a value names something to fetch; it is counted as remote content when it is taken out. */
export function isFetchingValue(value: string): boolean {
	return /(?:url|src|image-set|image|cross-fade|element)\(/i.test(value.replace(QUOTED, '""'));
}

/** Says that the message brought its own colours, so a dark theme must not change the paper under them. */
export function isColouring(name: string, value: string): boolean {
	if (name === 'background-color')
		return !/^(?:transparent|inherit|initial|unset|rgba\(0, 0, 0, 0\))$/.test(value);
	if (name === 'background-image') return value !== 'none' && value !== 'initial';
	return name === 'color' && !/^(?:inherit|initial|unset|currentcolor)$/i.test(value);
}
