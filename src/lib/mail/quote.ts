/** Characters of an original that are quoted; the rest stays where it is. */
export const MAX_QUOTED = 200_000;

/** The original as it stands under an answer: a line that says who wrote it, then its lines behind `> `. */
export function quoteText(text: string, attribution: string): string {
	const body = withoutSignature(normalised(text)).replace(/\n+$/, '');
	const quoted = body
		.split('\n')
		.map((line) => (line.startsWith('>') ? `>${line}` : line === '' ? '>' : `> ${line}`));
	return `\n\n${attribution}\n${quoted.join('\n')}\n`;
}

/** The original as it is passed on: a head of label lines, then its text as it was. */
export function forwardText(
	text: string,
	title: string,
	head: readonly (readonly [label: string, value: string])[]
): string {
	const lines = head.filter(([, value]) => value !== '').map(([label, value]) => `${label}: ${value}`);
	return `\n\n${title}\n${lines.join('\n')}\n\n${normalised(text)}`;
}

function normalised(text: string): string {
	const cut = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}\n…` : text;
	return cut.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\u0000', '');
}

/** Without what stands after the last signature mark (`-- `, RFC 3676 §4.3), unless nothing would remain. */
function withoutSignature(text: string): string {
	const at = text.lastIndexOf('\n-- \n');
	return at > 0 && text.slice(0, at).trim() !== '' ? text.slice(0, at) : text;
}
