import { contentDisposition } from '$lib/mail/file-name';

/**
 * Headers of every answer that carries bytes of a stranger (security M8): a type from our own table, never
 * guessed, opened as a document only without rights of any kind, and never readable by another site.
 */
export function partHeaders(options: {
	readonly type: string;
	readonly name: string;
	/** Shown in the browser instead of saved; only types of the table may be. */
	readonly inline?: boolean;
	/** Octets, when known for certain. */
	readonly size?: number | null;
}): Headers {
	const headers = new Headers({
		'content-type': options.type,
		'x-content-type-options': 'nosniff',
		'content-disposition': contentDisposition(options.inline ? 'inline' : 'attachment', options.name),
		'content-security-policy': options.type === 'application/pdf' && options.inline ? PDF_POLICY : POLICY,
		'cross-origin-resource-policy': 'same-origin',
		'referrer-policy': 'no-referrer',
		'cache-control': 'private, no-store'
	});
	if (options.size !== null && options.size !== undefined)
		headers.set('content-length', String(options.size));
	return headers;
}

const POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'";

// A browser's own PDF viewer does not start in a sandboxed document; it is not a document of our origin either.
const PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";
