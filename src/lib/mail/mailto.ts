/** What a link may put into a new message. Everything else it carries (`attach`, `from`, headers) is ignored. */
export interface Prefill {
	readonly to: string;
	readonly cc: string;
	readonly bcc: string;
	readonly subject: string;
	readonly text: string;
}

const MAX = 20_000;

/**
 * Reads `/compose?to=…` and `mailto:` links (RFC 6068 §2). Line breaks survive in the body only, so a link
 * cannot smuggle a header in; nothing is sent by it, and Bcc is shown to the person like the rest.
 */
export function parsePrefill(params: URLSearchParams): Prefill {
	const mailto = params.get('mailto');
	const source = mailto === null ? params : mailtoParams(mailto);
	const all = (name: string) =>
		[...source.entries()].filter(([key]) => key.toLowerCase() === name).map(([, value]) => line(value));
	const body = [...source.entries()]
		.filter(([key]) => key.toLowerCase() === 'body')
		.map(([, value]) => value);
	return {
		to: all('to').join(', '),
		cc: all('cc').join(', '),
		bcc: all('bcc').join(', '),
		subject: all('subject').join(' '),
		text: body.join('\n').toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\u0000', '').slice(0, MAX)
	};
}

export function isEmptyPrefill(prefill: Prefill): boolean {
	return Object.values(prefill).every((value) => value === '');
}

function mailtoParams(link: string): URLSearchParams {
	const [head = '', query = ''] = link.replace(/^(?:mailto|web\+mailto):/i, '').split('?', 2);
	// RFC 6068 §2: a plus is a plus, unlike in forms.
	const params = new URLSearchParams(query.replaceAll('+', '%2B'));
	const to = decode(head);
	if (to !== '') params.append('to', to);
	return params;
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

const line = (value: string) =>
	value
		.slice(0, MAX)
		.toWellFormed()
		.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
		.trim();
