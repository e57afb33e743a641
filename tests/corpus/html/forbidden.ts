import type { HtmlItem } from './items.ts';

/** What loads something other than a picture, whoever allows pictures (security T2). */
const ELEMENT =
	/<(?:script|iframe|frame|object|embed|applet|link|video|audio|track|bgsound|portal|base|meta|form|a|area|html|head)\b[^>]*>/gi;
const SHEET = /@(?:import|namespace)[^;}]*|@font-face\s*\{[^}]*\}/gi;
const PICTURE =
	/<(?:img|image|input)\b[^>]*>|\b(?:background|poster|lowsrc|dynsrc|srcset)\s*=\s*(["']).*?\1/gi;
const ADDRESS = /(?:https?:)?\/\/[^\s"'<>)\\,;]+/gi;

const addresses = (body: string, where: RegExp): string[] =>
	[...body.matchAll(where)].flatMap(([text]) =>
		[...text.replaceAll('&amp;', '&').matchAll(ADDRESS)].flatMap(
			([address]) => URL.parse(address, 'http://localhost')?.href ?? []
		)
	);

/**
 * Addresses that an item names for scripts, sheets, fonts, frames, media, links and pings, and for no picture. Read
 * from the text as it was written, without a parser, so that no view of ours is judged by another view of ours.
 */
export function forbidden(item: HtmlItem): ReadonlySet<string> {
	const body = item.body();
	const pictures = new Set(addresses(body, PICTURE));
	const others = [...addresses(body, ELEMENT), ...addresses(body, SHEET)];
	return new Set(others.filter((address) => !pictures.has(address)));
}
