/** One line of a text message: its quote marks as written, how deep they are, and the rest. */
export interface TextLine {
	readonly mark: string;
	readonly level: number;
	readonly text: string;
}

/** Quote levels that are told apart; deeper marks count as the last. */
const MAX_LEVEL = 20;

/** Splits text into lines at CRLF, LF or CR. */
export function splitLines(text: string): string[] {
	return text.split(/\r\n|\n|\r/);
}

/** Reads the quote marks of a line that was not sent as flowed: `>`, `> >`, `>>`. */
export function plainLine(line: string): TextLine {
	let at = 0;
	let level = 0;
	while (line[at] === '>' || (level > 0 && line[at] === ' ' && line[at + 1] === '>')) {
		if (line[at] === '>') level++;
		at++;
	}
	if (level > 0 && line[at] === ' ') at++;
	return { mark: line.slice(0, at), level: Math.min(level, MAX_LEVEL), text: line.slice(at) };
}

/**
 * Undoes format=flowed (RFC 3676 §4.4): joins soft-broken lines of one quote depth into paragraphs, removes
 * space-stuffing, and with `delSp` the space that marks each soft break. Generated marks are `> ` per level.
 */
export function unflow(lines: readonly string[], delSp: boolean): TextLine[] {
	const out: TextLine[] = [];
	/** Pieces of the paragraph that is still open, and its depth. */
	let pieces: string[] | null = null;
	let depth = 0;
	const close = (): void => {
		if (!pieces) return;
		const level = Math.min(depth, MAX_LEVEL);
		out.push({ mark: '> '.repeat(level), level, text: pieces.join('') });
		pieces = null;
	};
	for (const line of lines) {
		let level = 0;
		while (line[level] === '>') level++;
		const stuffed = line[level] === ' ';
		const text = line.slice(level + (stuffed ? 1 : 0));
		// The signature separator is never soft, though it ends in a space (RFC 3676 §4.3).
		const soft = text.endsWith(' ') && text !== '-- ';
		if (pieces && (level !== depth || text === '-- ')) close();
		pieces ??= [];
		depth = level;
		pieces.push(soft && delSp ? text.slice(0, -1) : text);
		if (!soft) close();
	}
	close();
	return out;
}
