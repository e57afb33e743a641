import { Problem } from '$lib/server/problem';
import { cleanText } from '$lib/mail/encoded-word';
import type { ProblemCode } from '$lib/mail/problem-codes';
import type { Attribute, Untagged } from './wire';

/**
 * Turns what imapflow and the network throw into a `Problem`. Decides by response codes (RFC 5530) and error
 * codes, never by the server's prose; the prose travels along as text, bounded, for the person to read.
 */

interface ImapError {
	code?: string;
	responseStatus?: string;
	responseText?: string;
	serverResponseCode?: string;
	response?: Untagged | string;
	authenticationFailed?: boolean;
	tlsFailed?: boolean;
	reason?: string;
	mailboxMissing?: boolean;
}

const AWAY = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EPIPE',
	'NoConnection',
	'EConnectionClosed',
	'StateLogout',
	'ClosedAfterConnectText',
	'ClosedAfterConnectTLS'
]);
const SLOW = new Set([
	'CONNECT_TIMEOUT',
	'GREETING_TIMEOUT',
	'UPGRADE_TIMEOUT',
	'ETIMEOUT',
	'ETIMEDOUT',
	'ETHROTTLE',
	'Hung'
]);

/** RFC 5530, RFC 9051 §7.1 and RFC 5464 response codes of a NO, with what they mean here. */
const BY_RESPONSE_CODE = new Map<string, ProblemCode>([
	['OVERQUOTA', 'quota/full'],
	['TOOBIG', 'size/too-large'],
	['NONEXISTENT', 'folder/missing'],
	['TRYCREATE', 'folder/missing'],
	['ALREADYEXISTS', 'folder/exists'],
	['CANNOT', 'folder/name'],
	['HASCHILDREN', 'folder/protected'],
	['NOPERM', 'folder/protected'],
	['UNAVAILABLE', 'server/away'],
	['AUTHENTICATIONFAILED', 'auth/wrong'],
	['AUTHORIZATIONFAILED', 'auth/wrong'],
	['EXPIRED', 'auth/wrong'],
	['PRIVACYREQUIRED', 'server/refused']
]);

/** Verification failures of OpenSSL as Node names them. */
function isCertificateError(code: string): boolean {
	return /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|EE_KEY|CA_KEY|CA_MD)/.test(
		code
	);
}

/** The response code of a tagged answer such as `NO [OVERQUOTA] …`, upper case, or an empty string. */
export function responseCode(response: Untagged | undefined): string {
	const first: Attribute | undefined = response?.attributes?.[0];
	if (!first || Array.isArray(first)) return '';
	const [head] = first.section ?? [];
	return head && !Array.isArray(head) && typeof head.value === 'string' ? head.value.toUpperCase() : '';
}

/** Did the connection end under the command, so that a fresh one may do better? */
export function isConnectionLoss(error: unknown): boolean {
	const code = (error as ImapError | null)?.code ?? '';
	return AWAY.has(code) || code === 'ETIMEOUT';
}

/**
 * A refused login. Only some codes speak of the password: too many connections (LIMIT), say, must neither look like a
 * wrong one nor sign anybody out.
 */
function ofLogin(reason: string): ProblemCode {
	if (reason === '' || reason === 'ALERT') return 'auth/wrong';
	return BY_RESPONSE_CODE.get(reason) ?? 'server/refused';
}

/** What happened, as a `Problem`. Bugs (TypeError and the like) come back as they are. */
export function toProblem(error: unknown): unknown {
	if (error instanceof Problem || !(error instanceof Error)) return error;
	const { code = '', ...rest } = error as ImapError & Error;
	const status = (error as ImapError).responseStatus ?? '';
	const reply = typeof rest.response === 'object' ? rest.response : undefined;
	const reason = rest.serverResponseCode ?? responseCode(reply);
	const detail = words(rest.responseText ?? rest.reason);
	const make = (problem: ProblemCode) =>
		new Problem(problem, { cause: error, ...(detail ? { detail } : {}) });
	if (rest.authenticationFailed) return make(ofLogin(reason));
	if (isCertificateError(code) || rest.tlsFailed) return make('server/certificate');
	if (/^(?:ERR_SSL|EPROTO)/.test(code)) return make('server/certificate');
	if (rest.mailboxMissing) return make('folder/missing');
	if (SLOW.has(code)) return make('server/slow');
	if (AWAY.has(code)) return make('server/away');
	const known = BY_RESPONSE_CODE.get(reason);
	if (known && status) return make(known);
	// TypeError and RangeError are ours, not the server's.
	return status || code ? make('server/refused') : error;
}

/** Server words as plain text of at most 500 characters (security P5). */
function words(value: string | undefined): string | undefined {
	return (
		cleanText(value?.slice(0, 1000) ?? '')
			.trim()
			.slice(0, 500)
			.toWellFormed() || undefined
	);
}
