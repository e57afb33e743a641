import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { MailServerFacts } from './mail-server.ts';

/** The mail server's doors that a person's programs use, by Dovecot's names. */
export const DOORS = ['imap', 'sieve', 'smtp'] as const;
export type Door = (typeof DOORS)[number];

export interface Knock {
	/** A name and a password, or a name and a token (RFC 4616, RFC 7628 §3.1). */
	readonly user: string;
	readonly password?: string;
	readonly token?: string;
	/** The address to come from; Postern's own is 127.0.0.1, any other of 127.0.0.0/8 is elsewhere. */
	readonly from?: string;
}

/** How each protocol is spoken: what ends its greeting, what is sent, what its answers look like. */
const WAYS = {
	imap: {
		ready: /^\* OK/m,
		hello: null,
		tls: ['a STARTTLS', /^a OK/m],
		auth: (mechanism: string, first: string) => `b AUTHENTICATE ${mechanism} ${first}`,
		challenge: /^\+ /m,
		dismiss: (reply: string) => reply,
		verdict: /^b (OK|NO|BAD).*$/m,
		open: 'OK'
	},
	sieve: {
		ready: /^OK/m,
		hello: null,
		tls: ['STARTTLS', /^OK/m],
		auth: (mechanism: string, first: string) => `AUTHENTICATE "${mechanism}" "${first}"`,
		challenge: /^(?:"ey|\{\d+)/m,
		dismiss: (reply: string) => `"${reply}"`,
		verdict: /^(OK|NO|BYE).*$/m,
		open: 'OK'
	},
	smtp: {
		ready: /^220 /m,
		hello: ['EHLO [127.0.0.1]', /^250 /m],
		tls: ['STARTTLS', /^220 /m],
		auth: (mechanism: string, first: string) => `AUTH ${mechanism} ${first}`,
		challenge: /^334 /m,
		dismiss: (reply: string) => reply,
		verdict: /^([245]\d\d) .*$/m,
		open: '235'
	}
} as const;

/** Milliseconds until a door that does not answer is left. */
const PATIENCE = 8000;

const PORTS = { imap: 'imap', sieve: 'sieve', smtp: 'submission' } as const;

/** Knocks as a plain client would, over STARTTLS; true when the door opened. @throws {Error} when nobody answers. */
export async function opens(mail: MailServerFacts, door: Door, knock: Knock): Promise<boolean> {
	return (await answerTo(mail, door, knock)).open;
}

/** As {@link opens}, with the line that decided. */
export async function answerTo(
	mail: MailServerFacts,
	door: Door,
	{ user, password, token, from = '127.0.0.1' }: Knock
): Promise<{ open: boolean; line: string }> {
	const way = WAYS[door];
	const port = mail.ports[PORTS[door]];
	const plain = connectPlain({ host: '127.0.0.1', port, localAddress: from });
	const first = new Talk(plain);
	// A server that is just reading its configuration again may leave a caller standing.
	const patience = AbortSignal.timeout(PATIENCE);
	patience.addEventListener('abort', () => plain.destroy());
	try {
		await first.hears(way.ready);
		if (way.hello) await first.asks(...way.hello);
		await first.asks(way.tls[0], way.tls[1]);
		first.stop();
		const secure = connectTls({ socket: plain, servername: 'localhost', ca: readFileSync(mail.ca) });
		await once(secure, 'secureConnect', { signal: patience });
		const talk = new Talk(secure);
		if (door === 'sieve') await talk.hears(way.ready);
		if (way.hello) await talk.asks(...way.hello);
		const [mechanism, words] =
			token === undefined
				? ['PLAIN', `\0${user}\0${password}`]
				: ['OAUTHBEARER', `n,a=${user},\x01auth=Bearer ${token}\x01\x01`];
		const initial = Buffer.from(words).toString('base64');
		const either = new RegExp(`${way.challenge.source}|${way.verdict.source}`, 'm');
		let heard = await talk.asks(way.auth(mechanism, initial), either);
		// The server says why, and waits for the client to give up (RFC 7628 §3.2.3).
		if (way.challenge.test(heard)) heard = await talk.asks(way.dismiss('AQ=='), way.verdict);
		const verdict = way.verdict.exec(heard)!;
		return { open: verdict[1] === way.open, line: verdict[0].trim() };
	} finally {
		plain.destroy();
	}
}

class Talk {
	#heard = '';
	#check: (() => void) | null = null;
	#fail: ((error: Error) => void) | null = null;
	#closed: Error | null = null;
	readonly #socket: Socket;
	readonly #take = (chunk: Buffer): void => {
		this.#heard += chunk.toString('latin1');
		this.#check?.();
	};

	constructor(socket: Socket) {
		this.#socket = socket;
		socket.on('data', this.#take);
		socket.on('error', (error) => this.#fail?.(error));
		socket.on('close', () => {
			this.#closed = new Error(`The door closed after: ${this.#heard}`);
			this.#fail?.(this.#closed);
		});
	}

	/** Everything heard since the last question, once it matches. */
	hears(what: RegExp): Promise<string> {
		return new Promise((resolve, reject) => {
			if (this.#closed) return reject(this.#closed);
			this.#fail = reject;
			this.#check = () => {
				if (!what.test(this.#heard) || !this.#heard.endsWith('\n')) return;
				this.#check = null;
				resolve(this.#heard);
			};
			this.#check();
		});
	}

	asks(line: string, answer: RegExp): Promise<string> {
		this.#heard = '';
		const heard = this.hears(answer);
		this.#socket.write(`${line}\r\n`);
		return heard;
	}

	/** TLS takes the socket over. */
	stop(): void {
		this.#socket.off('data', this.#take);
	}
}
