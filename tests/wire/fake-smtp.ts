import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

/** What the server does at a moment of the conversation: says this, or cuts the line. */
export type Say = string | typeof CUT;
export const CUT = Symbol('cut');

/** Replies by moment; what is not given is answered the usual way. */
export interface Script {
	readonly greeting?: Say;
	readonly ehlo?: Say;
	readonly starttls?: Say;
	/** Key and certificate, PEM; then STARTTLS is offered. */
	readonly tls?: { key: string; cert: string };
	readonly auth?: Say;
	readonly mail?: Say;
	/** By recipient, or `*`. */
	readonly rcpt?: Readonly<Record<string, Say>>;
	readonly data?: Say;
	/** Cuts the line after that many octets of the message. */
	readonly cutAfter?: number;
	/** Behind the final dot. */
	readonly end?: Say;
	readonly quit?: Say;
}

/** A server that follows a script, on 127.0.0.1. */
export interface FakeSmtp {
	readonly port: number;
	/** Commands as they came; the message is one entry. */
	readonly heard: string[];
	/** Messages that were taken. */
	readonly taken: string[];
	readonly end: () => Promise<void>;
}

/** Starts one. */
export async function fakeSmtp(script: Script): Promise<FakeSmtp> {
	const heard: string[] = [];
	const taken: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		converse(socket, script, heard, taken, false);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		port: (server.address() as AddressInfo).port,
		heard,
		taken,
		end: () =>
			new Promise((closed) => {
				for (const socket of sockets) socket.destroy();
				server.close(() => closed());
			})
	};
}

function converse(socket: Socket, script: Script, heard: string[], taken: string[], secure: boolean): void {
	let rest = '';
	let message: string | null = null;
	const say = (what: Say) => {
		if (what === CUT) socket.destroy();
		else socket.write(Buffer.from(`${what}\r\n`, 'latin1'));
	};
	const command = (line: string) => {
		heard.push(line.replace(/^AUTH PLAIN .*/i, 'AUTH PLAIN …'));
		const verb = line.slice(0, 4).toUpperCase();
		if (verb === 'EHLO') {
			const offer = script.tls && !secure ? '250-STARTTLS\r\n' : '';
			return say(script.ehlo ?? `250-fake\r\n${offer}250-SIZE 1000000\r\n250-8BITMIME\r\n250 AUTH PLAIN`);
		}
		if (verb === 'STAR') {
			say(script.starttls ?? '220 go');
			if (!script.tls || script.starttls) return;
			socket.removeAllListeners('data');
			const context = createSecureContext(script.tls);
			const upgraded = new TLSSocket(socket, { isServer: true, secureContext: context });
			upgraded.on('error', () => undefined);
			return converse(upgraded, script, heard, taken, true);
		}
		if (verb === 'AUTH') return say(script.auth ?? '235 welcome');
		if (verb === 'MAIL') return say(script.mail ?? '250 ok');
		if (verb === 'RCPT') {
			const who = /<([^>]*)>/.exec(line)?.[1] ?? '';
			return say(script.rcpt?.[who] ?? script.rcpt?.['*'] ?? '250 ok');
		}
		if (verb === 'DATA') {
			say(script.data ?? '354 go');
			if (script.data === undefined || (typeof script.data === 'string' && script.data.startsWith('354')))
				message = '';
			return;
		}
		if (verb === 'QUIT') return say(script.quit ?? '221 bye');
		return say('250 ok');
	};
	socket.on('data', (chunk: Buffer) => {
		rest += chunk.toString('latin1');
		for (;;) {
			if (message !== null) {
				if (script.cutAfter !== undefined && rest.length >= script.cutAfter) return socket.destroy();
				const at = rest.startsWith('.\r\n') ? 0 : rest.indexOf('\r\n.\r\n');
				if (at < 0) return;
				heard.push('message');
				taken.push(rest.slice(0, at));
				rest = rest.slice(at + (at === 0 && rest.startsWith('.\r\n') ? 3 : 5));
				message = null;
				say(script.end ?? '250 taken');
				continue;
			}
			const end = rest.indexOf('\r\n');
			if (end < 0) return;
			const line = rest.slice(0, end);
			rest = rest.slice(end + 2);
			command(line);
		}
	});
	if (!secure) say(script.greeting ?? '220 fake');
}
