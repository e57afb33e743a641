import { rootCertificates } from 'node:tls';
import type { Credential } from '$lib/server/account';
import { config } from '$lib/server/config';
import { isLoopback } from '$lib/server/environment';
import { Problem } from '$lib/server/problem';
import { ofToken, tokenTaken } from './token-login';
import { toProblem } from './trouble';
import { Wire } from './wire';

/**
 * Makes IMAP connections: to the configured host and nowhere else (security P4), with TLS as configured and
 * never less (P2, P3), and with limits on what the server may make us hold in memory (P1).
 */

/** Milliseconds until a connection must stand, and until the server must have greeted. */
const CONNECT_TIMEOUT = 10_000;
/** Above the longest idle time of a connection: hung commands are cut by the pool's own watch. */
const SOCKET_TIMEOUT = 29 * 60_000;
/** Octets. A SORT of two million messages fits into a line; literals are never asked for above 1 MB. */
const MAX_LINE = 16 * 1024 * 1024;
const MAX_LITERAL = 4 * 1024 * 1024;
const MAX_RESPONSE = 24 * 1024 * 1024;

/**
 * A signed-in connection. Errors: `auth/wrong`, with a token `auth/refused` in its place, `server/away`,
 * `server/certificate`, `server/slow`, `server/refused`.
 */
export async function connect(credential: Credential): Promise<Wire> {
	const { host, port, tls, ca } = config().imap;
	if (tls === 'plain' && !isLoopback(host))
		throw new Problem('server/refused', { detail: 'TLS is required' });
	const imap = new Wire({
		host,
		port,
		secure: tls === 'implicit',
		doSTARTTLS: tls === 'starttls' ? true : tls === 'plain' ? false : undefined,
		tls: { minVersion: 'TLSv1.2', ...(ca ? { ca: [...rootCertificates, ca] } : {}) },
		auth:
			credential.kind === 'token'
				? { user: credential.user, accessToken: credential.token('imap') }
				: { user: credential.user, pass: credential.password },
		clientInfo: { name: 'Postern' },
		logger: false,
		// Compression costs more CPU than a loopback or a LAN saves; the extensions it would enable are not used.
		disableCompression: true,
		disableAutoEnable: true,
		disableAutoIdle: true,
		disableIMAP4rev2: true,
		connectionTimeout: CONNECT_TIMEOUT,
		greetingTimeout: CONNECT_TIMEOUT,
		socketTimeout: SOCKET_TIMEOUT,
		maxLineLength: MAX_LINE,
		maxLiteralSize: MAX_LITERAL,
		maxResponseSize: MAX_RESPONSE
	});
	// Greeting, TLS, login and capabilities together: a server may answer each a little too late.
	let slow = false;
	const timer = setTimeout(() => {
		slow = true;
		imap.close();
	}, 2 * CONNECT_TIMEOUT);
	try {
		await imap.connect();
		if (credential.kind === 'token') tokenTaken();
		return imap;
	} catch (error) {
		imap.close();
		const problem = slow ? new Problem('server/slow', { cause: error }) : toProblem(error);
		throw credential.kind === 'token' ? ofToken(problem, credential.user) : problem;
	} finally {
		clearTimeout(timer);
	}
}
