import { imageSource } from './message-url.ts';

/** Addresses looked for in one message. */
const MAX_FOUND = 5000;
/** Different words of one message that are read as an address: each takes some microseconds. */
const MAX_TRIED = 20_000;

const NAMED: Readonly<Record<string, string>> = {
	...{ amp: '&', quot: '"', apos: "'", lt: '<', gt: '>', sol: '/', colon: ':', period: '.', equals: '=' },
	...{ quest: '?', num: '#', percnt: '%', lowbar: '_', semi: ';', commat: '@', plus: '+', Tab: '\t' },
	...{ NewLine: '\n', lpar: '(', rpar: ')', nbsp: '\u00a0' }
};

/**
 * The web addresses that stand anywhere in this HTML, as {@link imageSource} prints them: what a reader may ask
 * our server to fetch for it. Character references and CSS escapes are undone. It finds more than a browser
 * would load, and misses some that only a browser can read; never one that is not there. Linear in its input.
 */
export function remoteAddresses(html: string): Set<string> {
	const found = new Set<string>();
	const tried = new Set<string>();
	const plain = undoReferences(html);
	collect(html, found, tried);
	if (plain !== html) collect(plain, found, tried);
	if (plain.includes('\\')) collect(undoEscapes(plain), found, tried);
	return found;
}

function collect(text: string, found: Set<string>, tried: Set<string>): void {
	// A quote of one kind may be part of an address that stands in the other.
	for (const ends of [/["'<>]/, /["<>]/, /['<>]/]) {
		for (const piece of text.split(ends)) {
			if (!piece.includes('//')) continue;
			add(piece.trim(), found, tried);
			for (const word of piece.split(/[\s()]+/)) add(word, found, tried);
		}
	}
}

function add(word: string, found: Set<string>, tried: Set<string>): void {
	const slashes = word.indexOf('//');
	if (slashes < 0 || found.size >= MAX_FOUND || tried.size >= MAX_TRIED || tried.has(word)) return;
	tried.add(word);
	// `src=http://…` without quotes, and the second picture of a srcset written without a blank.
	const before = word.slice(0, slashes);
	const start = Math.max(before.lastIndexOf('='), before.lastIndexOf(',')) + 1;
	for (const written of [word, word.slice(start), word.slice(start).replace(/,$/, '')]) {
		if (!/^(?:https?:)?\/\//i.test(written)) continue;
		const source = imageSource(written);
		if (source.kind === 'remote') found.add(source.url);
	}
}

function undoReferences(text: string): string {
	return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
		if (name) return Object.hasOwn(NAMED, name as string) ? (NAMED[name as string] ?? whole) : whole;
		return character(decimal ? Number(decimal) : Number.parseInt(hex as string, 16), whole as string);
	});
}

function undoEscapes(text: string): string {
	return text.replace(/\\(?:([0-9a-f]{1,6})[ \t\n]?|([^0-9a-f\n]))/gi, (whole, hex, itself) =>
		hex ? character(Number.parseInt(hex as string, 16), whole as string) : (itself as string)
	);
}

function character(code: number, otherwise: string): string {
	const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
	return valid ? String.fromCodePoint(code) : otherwise;
}
