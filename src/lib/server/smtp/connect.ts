import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { NodemailerError } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Server } from '$lib/server/config';

/**
 * Opens a connection to submission up to and with the second EHLO. TLS is required (RFC 8314 §4.1) unless the
 * server is this machine and configured as plain; the certificate is always checked. The first error, at any time,
 * goes to `onError` once; the library may emit later ones, which are swallowed here so that none ends the process.
 */
export async function connect(
	server: Server,
	onError: (error: NodemailerError) => void
): Promise<SMTPConnection> {
	const connection = new SMTPConnection({
		host: server.host,
		port: server.port,
		secure: server.tls === 'implicit',
		requireTLS: server.tls === 'starttls',
		ignoreTLS: server.tls === 'plain',
		// The host's own name is nobody's business; a literal is always valid (RFC 5321 §4.1.3).
		name: '[127.0.0.1]',
		connectionTimeout: 10_000,
		greetingTimeout: 15_000,
		socketTimeout: 120_000,
		socketCloseTimeout: 500,
		maxResponseSize: 1_000_000,
		allowInternalNetworkInterfaces: true,
		logger: false,
		tls: {
			minVersion: 'TLSv1.2',
			...(isIP(server.host) ? {} : { servername: server.host }),
			...(server.ca ? { ca: [...rootCertificates, server.ca] } : {})
		}
	});
	return new Promise((resolve, reject) => {
		connection.on('error', (error: NodemailerError) => {
			reject(error);
			onError(error);
		});
		connection.connect((error?: NodemailerError | null) => (error ? reject(error) : resolve(connection)));
	});
}
