/** Octet-agnostic width of a flowed line, its trailing space included (RFC 3676 §4.2). */
const WIDTH = 76;

/**
 * A person's text as `format=flowed` (RFC 3676 §4.2): long lines break softly behind a space, so that a narrow
 * screen can join them; quoted lines keep their depth; lines that start with a space, `>` or `From ` are
 * space-stuffed. Takes any line ends, gives CRLF.
 */
export function printFlowed(text: string): string {
	const lines = text
		.replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
		.replaceAll('\u0000', '')
		.toWellFormed()
		.split('\n');
	return lines.flatMap(printLine).join('\r\n');
}

function printLine(line: string): string[] {
	const quote = /^(?:> ?)*/.exec(line)![0];
	const depth = quote.replaceAll(' ', '').length;
	// A space behind the last mark belongs to the quoting, further ones to the text.
	const content = line.slice(quote.length);
	if (content === '-- ') return [prefix(depth, content) + content];
	return wrap(content.trimEnd(), WIDTH - depth - 1).map((part) => prefix(depth, part) + part);
}

/** Quote marks, then the stuffing a line needs; quoted lines always get it (RFC 3676 §4.5). */
function prefix(depth: number, content: string): string {
	if (depth > 0) return `${'>'.repeat(depth)}${content === '' ? '' : ' '}`;
	return /^(?: |>|From )/.test(content) ? ' ' : '';
}

/** Breaks behind spaces. A word longer than the width stays whole: the transfer encoding takes care of it. */
function wrap(text: string, width: number): string[] {
	const parts: string[] = [];
	let part = '';
	for (const word of text.match(/[^ ]* +|[^ ]+$/g) ?? ['']) {
		if (part !== '' && part.length + word.length > width && part.trim() !== '') {
			parts.push(part);
			part = '';
		}
		part += word;
	}
	return [...parts, part];
}

/** The text a flowed body stands for: soft breaks joined, stuffing removed, quotes as `> ` again. */
export function parseFlowed(body: string): string {
	const lines: string[] = [];
	let open: { depth: number; text: string } | null = null;
	for (const raw of body.split(/\r\n|\n/)) {
		const depth = /^>*/.exec(raw)![0].length;
		const text = raw.slice(depth).replace(/^ /, '');
		const soft = text.endsWith(' ') && text !== '-- ';
		const joined: string = open && open.depth === depth && text !== '-- ' ? open.text + text : text;
		if (open && (open.depth !== depth || text === '-- ')) lines.push(quoted(open.depth, open.text));
		open = soft ? { depth, text: joined } : null;
		if (!soft) lines.push(quoted(depth, joined));
	}
	if (open) lines.push(quoted(open.depth, open.text));
	return lines.join('\n');
}

const quoted = (depth: number, text: string) =>
	depth === 0 ? text : `${'>'.repeat(depth)}${text === '' ? '' : ' '}${text}`;
