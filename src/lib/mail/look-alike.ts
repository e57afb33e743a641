import punycode from 'punycode.js';

/**
 * Hosts that are made to be mistaken for others (security D2). An honest name in one script, Japanese or all
 * Cyrillic, is shown in its letters; what mixes scripts, or spells Latin words with foreign letters, in punycode (RFC 3492).
 */

/** One host, both ways of writing it. */
export interface HostFace {
	/** As the name servers know it, lower case. */
	readonly ascii: string;
	/** With its letters. */
	readonly letters: string;
	/** `mixed`: letters of scripts that do not go together; `disguised`: foreign letters that read as Latin ones. */
	readonly trouble: 'mixed' | 'disguised' | null;
}

const SCRIPTS: readonly (readonly [string, RegExp])[] = (
	'Latin Cyrillic Greek Han Hiragana Katakana Hangul Bopomofo Armenian Cherokee Georgian Hebrew Arabic ' +
	'Devanagari Bengali Gurmukhi Gujarati Tamil Telugu Kannada Malayalam Sinhala Thai Lao Khmer Myanmar Ethiopic'
)
	.split(' ')
	.map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')]);

/** Scripts that one language writes together (UTS #39, “highly restrictive”). */
const TOGETHER: readonly ReadonlySet<string>[] = [
	new Set(['Latin', 'Han', 'Hiragana', 'Katakana']),
	new Set(['Latin', 'Han', 'Hangul']),
	new Set(['Latin', 'Han', 'Bopomofo'])
];

/** Scripts with letters that nobody tells from Latin ones. */
const ALIKE = new Set(['Cyrillic', 'Greek', 'Armenian', 'Cherokee']);

/** Foreign letters that look the same as a Latin one, in most typefaces. */
const SAME: ReadonlyMap<string, string> = new Map([
	...pairs('асԁеһіјӏорԛѕѵԝху', 'acdehijlopqsvwxy'),
	...pairs('οανρικχυγϲϳτ', 'oavpikxuycjt'),
	...pairs('օսհոցզ', 'ouhngq')
]);

/** Further letters, and digits, that pass for another where both names are known. */
const NEAR: ReadonlyMap<string, string> = new Map([
	...SAME,
	...pairs('бвгкмнптьзч', '6brkmhntb34'),
	...pairs('βεηκμωσ', 'benkuwo'),
	...pairs('ɑɡıɩʟᴏƅꜱʏᴠᴡᴢłøđħŧ', 'agillobsyvwzlodht'),
	...pairs('013i5', 'olels')
]);

function pairs(from: string, to: string): [string, string][] {
	return [...from].map((letter, i) => [letter, to[i] ?? '']);
}

/** The scripts of the letters in `text`; one nobody lists here is `other`. */
function scriptsOf(text: string): Set<string> {
	const found = new Set<string>();
	for (const letter of text) {
		if (!/\p{L}/u.test(letter) || /[\p{Script=Common}\p{Script=Inherited}]/u.test(letter)) continue;
		found.add(SCRIPTS.find(([, is]) => is.test(letter))?.[0] ?? 'other');
	}
	return found;
}

function isMixed(label: string): boolean {
	// Slashes, dots and blanks that a name server accepts as letters.
	if (/[^\p{L}\p{N}\p{M}\-\u30fb\u00b7\u05f3\u05f4]/u.test(label)) return true;
	const scripts = scriptsOf(label);
	if (scripts.size < 2 || TOGETHER.some((set) => scripts.isSubsetOf(set))) return false;
	// One foreign script beside Latin is common and clear, unless the two look alike.
	return scripts.size > 2 || !scripts.has('Latin') || [...scripts].some((name) => ALIKE.has(name));
}

/** True when a label has no Latin letter and yet reads as a Latin word. */
function isDisguised(label: string, last: string): boolean {
	const scripts = scriptsOf(label);
	const [script] = scripts;
	if (scripts.size !== 1 || script === undefined || !ALIKE.has(script) || scriptsOf(last).has(script))
		return false;
	return [...label].every((letter) => SAME.has(letter) || /[0-9-]/.test(letter));
}

/** Reads a host as it stands in an address. Nonsense stays as it is. */
export function faceOfHost(host: string): HostFace {
	const written = host.toLowerCase().replace(/\.$/, '');
	if (/^[\x21-\x7e]*$/.test(written) && !written.includes('xn--'))
		return { ascii: written, letters: written, trouble: null };
	let ascii = written;
	let letters = written;
	try {
		ascii = punycode.toASCII(written.normalize('NFC')).toLowerCase();
		letters = punycode.toUnicode(ascii);
	} catch {
		return { ascii, letters: ascii, trouble: 'mixed' };
	}
	const labels = letters.split('.');
	const last = labels.at(-1) ?? '';
	if (labels.some(isMixed)) return { ascii, letters, trouble: 'mixed' };
	if (labels.some((label) => isDisguised(label, last))) return { ascii, letters, trouble: 'disguised' };
	return { ascii, letters, trouble: null };
}

/** How a host is shown: in its letters when these deceive nobody, else as the name servers know it. */
export function shownHost(host: string): string {
	const face = faceOfHost(host);
	return face.trouble ? face.ascii : face.letters;
}

/** What the eye keeps of a word: two words with one skeleton are taken for each other. */
export function skeleton(word: string): string {
	return [...word.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')]
		.map((letter) => NEAR.get(letter) ?? letter)
		.join('')
		.replace(/rn/g, 'm')
		.replace(/vv/g, 'w')
		.replace(/(?<=\w)-(?=\w)/g, '');
}

/** The one of `known` domains that `domain` would be taken for, or null; one that is known itself is not. */
export function lookAlike(domain: string, known: Iterable<string>): string | null {
	const { ascii, letters } = faceOfHost(domain);
	const shape = skeleton(letters);
	let found: string | null = null;
	for (const other of known) {
		const face = faceOfHost(other);
		if (face.ascii === ascii) return null;
		if (skeleton(face.letters) === shape) found ??= face.ascii;
	}
	return found;
}
