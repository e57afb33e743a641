import type { NodemailerError } from 'nodemailer';
import type { Refusal } from '$lib/mail/sending';
import { Problem } from '$lib/server/problem';

/** A server's words for a person: one line, no controls, at most 300 characters (security P5, P6). */
export function replyText(reply: unknown): string {
	const text = typeof reply === 'string' ? reply.slice(0, 5000) : '';
	return text
		.replaceAll(/\n\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?/g, ' ')
		.toWellFormed()
		.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
		.trim()
		.slice(0, 300);
}

/** Recipients that were not taken, out of what the library collected. */
export function refusals(errors: readonly NodemailerError[] | undefined): Refusal[] {
	return (errors ?? []).slice(0, 1000).map((error) => ({
		address: (error.recipient ?? '').slice(0, 254),
		reply: replyText(error.response)
	}));
}

/** True for a reply that says no, now (4) or for good (5) (RFC 5321 §4.2.1). */
export function isRefusal(error: NodemailerError): boolean {
	return typeof error.responseCode === 'number' && error.responseCode >= 400 && error.responseCode < 600;
}

/**
 * What a failure before the end of the message means: nothing was sent, and why. Certificates first, since
 * libraries report them as plain connection errors.
 */
export function problemBefore(error: NodemailerError): Problem {
	const options = { cause: error, ...(error.response ? { detail: replyText(error.response) } : {}) };
	if (isCertificate(error)) return new Problem('server/certificate', { cause: error });
	// Of the refusals only 535 speaks of the password; others are about mechanisms or encryption (RFC 4954 §6).
	if (error.code === 'EAUTH' && error.responseCode === 535) return new Problem('auth/expired', options);
	if (error.code === 'EAUTH' && isTemporary(error)) return new Problem('server/away', options);
	if (error.code === 'ETIMEDOUT') return new Problem('server/slow', options);
	if (isRefusal(error) && error.responseCode !== 421) return new Problem('send/refused', options);
	return new Problem('server/away', options);
}

const isTemporary = (error: NodemailerError) => (error.responseCode ?? 400) < 500;

/** Codes of Node's TLS for a certificate that does not hold, and a server that offers none where it is required. */
function isCertificate(error: NodemailerError): boolean {
	const code = 'originalCode' in error ? String(error.originalCode) : String(error.code);
	if (/^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SSL|EPROTO$)/.test(code)) return true;
	return error.code === 'ETLS';
}
