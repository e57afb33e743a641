import { findLinks, type TextRun } from './links.ts';
import { plainLine, splitLines, unflow, type TextLine } from './text-lines.ts';

/**
 * A text message as a tree that knows only lines, quotes, a signature and links. It is data: whoever draws it
 * makes the elements and puts each text in as a text node. Unless the text was flowed, all its runs joined in
 * order give the input with LF line ends, so nothing a sender wrote can vanish.
 */
export type TextBlock =
	| { readonly kind: 'lines'; readonly runs: readonly TextRun[] }
	| { readonly kind: 'signature'; readonly runs: readonly TextRun[] }
	| {
			readonly kind: 'quote';
			readonly lines: readonly QuotedLine[];
			/** Long enough, and with words of the sender beside it, to be shown folded. */
			readonly folded: boolean;
	  };

/** A quoted line. The mark is kept, so that copied text still shows who said what. */
export interface QuotedLine {
	readonly level: number;
	readonly mark: string;
	readonly runs: readonly TextRun[];
}

export interface TextFormat {
	/** `format=flowed` of Content-Type (RFC 3676 §4). */
	readonly flowed: boolean;
	/** `delsp=yes`. */
	readonly delSp: boolean;
}

/** A quote of more lines than this is folded. */
const FOLD_AFTER = 8;
/** More lines after `-- ` than this are no signature. */
const SIGNATURE_LINES = 20;

/** Index of the line that opens the signature, or the number of lines. */
function signatureStart(lines: readonly TextLine[]): number {
	const from = Math.max(0, lines.length - SIGNATURE_LINES - 1);
	for (let i = lines.length - 1; i >= from; i--) {
		if (lines[i]?.level === 0 && lines[i]?.text === '-- ') return i;
	}
	return lines.length;
}

/** Runs of several lines, each followed by a line feed except the last of the message. */
function runsOf(lines: readonly TextLine[], last: boolean): TextRun[] {
	return lines.flatMap((line, i) => {
		const end = last && i === lines.length - 1 ? '' : '\n';
		return [...findLinks(line.text), ...(end ? [{ text: end, href: null }] : [])];
	});
}

/** Groups lines into stretches that are quoted or not. */
function stretches(lines: readonly TextLine[]): TextLine[][] {
	const out: TextLine[][] = [];
	for (const line of lines) {
		const open = out.at(-1);
		if (open?.[0] && open[0].level > 0 === line.level > 0) open.push(line);
		else out.push([line]);
	}
	return out;
}

/** Reads a text part into blocks. Never fails; linear in the length of the text. */
export function readPlainText(text: string, format: TextFormat): TextBlock[] {
	const raw = splitLines(text);
	const lines = format.flowed ? unflow(raw, format.delSp) : raw.map(plainLine);
	const signature = signatureStart(lines);
	const own = lines.slice(0, signature).some((line) => line.level === 0 && line.text.trim() !== '');
	const blocks: TextBlock[] = [];
	const groups = stretches(lines.slice(0, signature));
	for (const [i, group] of groups.entries()) {
		const last = signature === lines.length && i === groups.length - 1;
		if (group[0]?.level === 0) {
			blocks.push({ kind: 'lines', runs: runsOf(group, last) });
			continue;
		}
		const quoted = group.map((line, j) => ({
			level: line.level,
			mark: line.mark,
			runs: runsOf([line], last && j === group.length - 1)
		}));
		blocks.push({ kind: 'quote', lines: quoted, folded: own && group.length > FOLD_AFTER });
	}
	if (signature < lines.length) {
		const marked = lines.slice(signature).map((line) => ({ ...line, text: line.mark + line.text }));
		blocks.push({ kind: 'signature', runs: runsOf(marked, true) });
	}
	return blocks;
}

/** The text of a block, for tests and for finding. */
export function blockText(block: TextBlock): string {
	const join = (runs: readonly TextRun[]): string => runs.map((run) => run.text).join('');
	return block.kind === 'quote'
		? block.lines.map((line) => line.mark + join(line.runs)).join('')
		: join(block.runs);
}
