import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createTransport } from 'nodemailer';
import type { MailServerFacts } from './mail-server.ts';

/** Postern's own address, and one that stands for the world outside. */
export const OWN = '127.0.0.1';
export const OUTSIDE = '127.0.0.2';

interface Login {
	readonly address: string;
	readonly password: string;
}

/** Writes `line` once the socket has said something that fits, and resolves to what came up to `until`. */
function said(socket: Socket, until: RegExp): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = '';
		const take = (chunk: Buffer) => {
			text += chunk.toString('latin1');
			if (!until.test(text)) return;
			socket.off('data', take);
			resolve(text);
		};
		socket.on('data', take);
		socket.once('error', reject);
		socket.once('close', () => reject(new Error(`closed after: ${text}`)));
	});
}

/** A plain IMAP program: signs in by LOGIN over TLS. True: it may. */
export async function imapOpens(mail: MailServerFacts, login: Login, from = OUTSIDE): Promise<boolean> {
	const socket = connectTls({
		...{ host: OWN, port: mail.ports.imaps, localAddress: from, servername: 'localhost' },
		ca: readFileSync(mail.ca)
	});
	// A server that is just reading its configuration again may leave a caller standing.
	socket.setTimeout(8000, () => socket.destroy());
	try {
		await said(socket, /\r\n/);
		socket.write(`a LOGIN "${login.address}" "${login.password}"\r\n`);
		return /^a OK/m.test(await said(socket, /^a (?:OK|NO|BAD).*\r\n/m));
	} finally {
		socket.destroy();
	}
}

/** A plain ManageSieve program: STARTTLS, then AUTHENTICATE "PLAIN". */
export async function sieveOpens(mail: MailServerFacts, login: Login, from = OUTSIDE): Promise<boolean> {
	const bare = connect({ host: OWN, port: mail.ports.sieve, localAddress: from });
	await said(bare, /^OK.*\r\n/m);
	bare.write('STARTTLS\r\n');
	await said(bare, /^OK.*\r\n/m);
	const socket = connectTls({ socket: bare, servername: 'localhost', ca: readFileSync(mail.ca) });
	try {
		await said(socket, /^OK.*\r\n/m);
		const plain = Buffer.from(`\0${login.address}\0${login.password}`).toString('base64');
		socket.write(`AUTHENTICATE "PLAIN" "${plain}"\r\n`);
		return /^OK/m.test(await said(socket, /^(?:OK|NO).*\r\n/m));
	} finally {
		socket.destroy();
	}
}

/** A plain program that sends through the submission service. True: it sent. */
export async function submissionSends(mail: MailServerFacts, login: Login, from = OUTSIDE): Promise<boolean> {
	const transport = createTransport({
		...{ host: OWN, port: mail.ports.submission, requireTLS: true, localAddress: from },
		...{ tls: { ca: readFileSync(mail.ca), servername: 'localhost' }, name: 'program.test' },
		auth: { user: login.address, pass: login.password }
	});
	try {
		await transport.sendMail({
			...{ from: login.address, to: login.address, subject: 'From a program', text: 'Sent.' }
		});
		return true;
	} catch (error) {
		if ((error as { code?: string }).code === 'EAUTH') return false;
		throw error;
	} finally {
		transport.close();
	}
}
