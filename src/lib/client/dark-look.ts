/** What the dark needs to know of one element, as its computed style prints it. Empty: nothing to change. */
export interface Look {
	/** Of its own words. */
	readonly color: string;
	readonly back: string;
	/** A gradient. */
	readonly image: string;
	/** The gradient is seen through the words only. */
	readonly clipped: boolean;
	/** Colours of the four borders, `|` between; a border that is not drawn is empty. */
	readonly lines: string;
	readonly shadow: string;
	/** What all elements around let through, 0 to 1. */
	readonly opacity: number;
}

const CLEAR = /^(?:transparent|rgba\(0, 0, 0, 0\))$/;

/** Reads an element's look. One computed style, as few of its values as will do. */
export function lookOf(element: Element, style: CSSStyleDeclaration, around: number): Look {
	const back = style.backgroundColor;
	const image = style.backgroundImage;
	const drawn = image.includes('gradient(') ? image : '';
	const shadow = style.textShadow;
	return {
		color: hasWords(element) ? style.color : '',
		back: CLEAR.test(back) ? '' : back,
		image: drawn,
		clipped: drawn !== '' && (style.backgroundClip || style.webkitBackgroundClip) === 'text',
		lines: /^0px(?: 0px)*$/.test(style.borderWidth) ? '' : lines(style),
		shadow: shadow === 'none' ? '' : shadow,
		opacity: around * Number(style.opacity || 1)
	};
}

/** Words, or what takes the colour of words: marks of a list, the text in place of a picture. */
function hasWords(element: Element): boolean {
	if (element.localName === 'li' || element.localName === 'img') return true;
	for (let node = element.firstChild; node; node = node.nextSibling)
		if (node.nodeType === 3 && /\S/.test(node.nodeValue ?? '')) return true;
	return false;
}

function lines(style: CSSStyleDeclaration): string {
	const { borderTopWidth: t, borderRightWidth: r, borderBottomWidth: b, borderLeftWidth: l } = style;
	const colours = [
		style.borderTopColor,
		style.borderRightColor,
		style.borderBottomColor,
		style.borderLeftColor
	];
	return [t, r, b, l].map((width, i) => (width === '0px' ? '' : colours[i])).join('|');
}
