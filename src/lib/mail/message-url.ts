/** Schemes a link in a message may have. */
const LINKS = new Set(['http:', 'https:', 'mailto:', 'tel:']);

const MAX_URL = 10_000;

/**
 * The address of a link as a browser would open it, or null. Relative addresses are refused: in a message they
 * could only mean a page of ours.
 */
export function linkTarget(href: string): string | null {
	if (href.length > MAX_URL) return null;
	const url = URL.parse(href.trim());
	if (!url || !LINKS.has(url.protocol)) return null;
	// A name and password before the host serve only to make the host hard to see.
	url.username = '';
	url.password = '';
	return url.href;
}

/** Where an image comes from. */
export type ImageSource =
	| { readonly kind: 'part'; readonly contentId: string }
	| { readonly kind: 'data'; readonly url: string }
	| { readonly kind: 'remote'; readonly url: string; readonly host: string }
	| { readonly kind: 'none' };

const RASTER_DATA =
	/^data:image\/(?:png|jpe?g|gif|webp|avif|bmp)(?:;[a-z0-9=-]{1,40})*;base64,[a-z0-9+/=%\s]*$/i;

/** Largest data: image, in characters. */
const MAX_DATA = 8_000_000;

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Reads the `src` of an image. What is neither a part, a raster picture nor a web address is `none`. */
export function imageSource(src: string): ImageSource {
	const value = src.trim();
	if (/^cid:/i.test(value)) {
		const contentId = decode(value.slice(4)).trim().replace(/^<|>$/g, '');
		return contentId === '' ? { kind: 'none' } : { kind: 'part', contentId };
	}
	if (/^data:/i.test(value)) {
		return value.length <= MAX_DATA && RASTER_DATA.test(value)
			? { kind: 'data', url: value.replace(/\s/g, '') }
			: { kind: 'none' };
	}
	if (value.length > MAX_URL) return { kind: 'none' };
	const url = URL.parse(value.startsWith('//') ? `https:${value}` : value);
	if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return { kind: 'none' };
	return { kind: 'remote', url: url.href, host: url.hostname };
}
