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
}): Headers {
	return new Headers({
		'content-type': options.type,
		'x-content-type-options': 'nosniff',
		'content-disposition': contentDisposition(options.inline ? 'inline' : 'attachment', options.name),
		'content-security-policy': POLICY,
		'cross-origin-resource-policy': 'same-origin',
		'referrer-policy': 'no-referrer',
		'cache-control': 'private, no-store'
	});
}

// Browsers start their own PDF viewer for a document of its own under this policy too; a frame would get none.
const POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";
