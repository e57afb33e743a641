/**
 * The readable text of an HTML body, for quoting: blocks and breaks become lines, links their text, everything
 * else falls away. What comes out is text and is only ever used as text, so this is no sanitizer; it is linear in
 * its input.
 */
export function htmlText(html: string): string {
	let text = '';
	let at = 0;
	const source = html.slice(0, MAX);
	const lower = source.toLowerCase();
	while (at < source.length) {
		const open = source.indexOf('<', at);
		text += source.slice(at, open < 0 ? undefined : open).replaceAll(/\s+/g, ' ');
		if (open < 0) break;
		const tag = TAG.exec(lower.slice(open, open + 20));
		if (!tag) {
			text += '<';
			at = open + 1;
			continue;
		}
		const end = lower.startsWith('<!--', open) ? lower.indexOf('-->', open) + 2 : lower.indexOf('>', open);
		// Cut off inside a tag or comment: nothing readable can follow.
		if (end < open + 2) break;
		at = end + 1;
		const name = tag[1] ?? '';
		text += BREAKS.get(name) ?? '';
		if (!SILENT.has(name) || lower[open + 1] === '/') continue;
		const close = lower.indexOf(`</${name}`, at);
		if (close < 0) break;
		at = close;
	}
	return decodeEntities(text)
		.replaceAll(/[ \u00a0]+/g, ' ')
		.replaceAll(/ ?\n ?/g, '\n')
		.replaceAll(/\n{3,}/g, '\n\n')
		.trim();
}

const MAX = 1_000_000;
const TAG = /^<[/!?]?([a-z][a-z0-9]{0,11})?(?:[\s/>!?-]|$)/;
const SILENT = new Set(['script', 'style', 'head', 'title', 'template', 'noscript']);
/** What an opening tag leaves in the text; a closing one leaves the same, and runs of breaks are joined. */
const BREAKS = new Map<string, string>();
for (const name of ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'table', 'ul', 'ol', 'pre', 'hr'])
	BREAKS.set(name, '\n\n');
for (const name of ['div', 'tr', 'section', 'article', 'header', 'footer', 'dt', 'dd', 'br'])
	BREAKS.set(name, '\n');
for (const name of ['td', 'th']) BREAKS.set(name, ' ');
BREAKS.set('li', '\n• ');
const NAMED = new Map(
	Object.entries({
		amp: '&',
		lt: '<',
		gt: '>',
		quot: '"',
		apos: "'",
		nbsp: ' ',
		hellip: '…',
		ndash: '–',
		mdash: '—'
	})
);
for (const [name, char] of Object.entries({
	...{
		auml: 'ä',
		ouml: 'ö',
		uuml: 'ü',
		Auml: 'Ä',
		Ouml: 'Ö',
		Uuml: 'Ü',
		szlig: 'ß',
		eacute: 'é',
		egrave: 'è'
	},
	...{
		laquo: '«',
		raquo: '»',
		ldquo: '“',
		rdquo: '”',
		bdquo: '„',
		lsquo: '‘',
		rsquo: '’',
		euro: '€',
		copy: '©'
	},
	...{
		middot: '·',
		bull: '•',
		times: '×',
		reg: '®',
		trade: '™',
		deg: '°',
		shy: '',
		zwnj: '',
		aring: 'å',
		oslash: 'ø'
	}
})) {
	NAMED.set(name, char);
}

function decodeEntities(text: string): string {
	return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
		if (name) return NAMED.get(name) ?? whole;
		const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
		return code > 0x1f && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
			? String.fromCodePoint(code)
			: ' ';
	});
}
