import { connect, type Socket } from 'node:net';

/** What a command was answered with: all untagged lines and literals as they came, latin1 text. */
export interface Answer {
	readonly text: string;
	readonly bytes: number;
}

/**
 * The smallest IMAP client: one command at a time, on a plain loopback connection, nothing parsed. Tests use it to
 * put mail into an account and to look at it behind the product's back; the benchmark measures with it.
 */
export class ImapSession {
	readonly #socket: Socket;
	#tag = 0;
	#chunks: Buffer[] = [];
	#waiting: {
		done: (tail: string) => boolean;
		resolve: (all: Buffer) => void;
		reject: (e: Error) => void;
	} | null = null;

	private constructor(socket: Socket) {
		this.#socket = socket.setNoDelay(true);
		socket.on('data', (chunk) => this.#take(chunk));
		const gone = (error?: Error) => this.#waiting?.reject(error ?? new Error('IMAP: connection closed'));
		socket.on('error', gone);
		socket.on('close', () => gone());
	}

	/** @param port of the IMAP service without TLS from the start (STARTTLS is not used on loopback). */
	static async open(port: number, user: string, password: string): Promise<ImapSession> {
		const session = new ImapSession(connect(port, '127.0.0.1'));
		await session.#await((tail) => tail.includes('\r\n'));
		await session.command(`LOGIN "${user}" "${password}"`);
		return session;
	}

	#take(chunk: Buffer): void {
		this.#chunks.push(chunk);
		const waiting = this.#waiting;
		if (!waiting || chunk.at(-1) !== 10) return;
		const last = this.#chunks.length > 1 ? Buffer.concat(this.#chunks.slice(-2)) : chunk;
		const tail = last.subarray(-2000).toString('latin1');
		if (!waiting.done(tail)) return;
		const all = Buffer.concat(this.#chunks);
		this.#chunks = [];
		this.#waiting = null;
		waiting.resolve(all);
	}

	#await(done: (tail: string) => boolean): Promise<Buffer> {
		if (this.#socket.destroyed) return Promise.reject(new Error('IMAP: connection closed'));
		return new Promise((resolve, reject) => (this.#waiting = { done, resolve, reject }));
	}

	/** @throws {Error} with the server's line when it answers NO or BAD. */
	async command(line: string, literal?: Uint8Array): Promise<Answer> {
		const tag = `a${++this.#tag}`;
		const last = (tail: string) => tail.slice(tail.lastIndexOf('\n', tail.length - 2) + 1);
		const ended = (tail: string) => last(tail).startsWith(`${tag} `);
		if (literal) {
			const ready = this.#await((tail) => ended(tail) || last(tail).startsWith('+'));
			this.#socket.write(`${tag} ${line} {${literal.length}}\r\n`);
			const answer = (await ready).toString('latin1');
			if (ended(answer)) throw new Error(`IMAP: ${last(answer).trim()}`);
			const done = this.#await(ended);
			this.#socket.write(literal);
			this.#socket.write('\r\n');
			return this.#judge(tag, await done);
		}
		const done = this.#await(ended);
		this.#socket.write(`${tag} ${line}\r\n`);
		return this.#judge(tag, await done);
	}

	#judge(tag: string, all: Buffer): Answer {
		const text = all.toString('latin1');
		const end = text.slice(text.lastIndexOf('\n', text.length - 2) + 1);
		if (!end.startsWith(`${tag} OK`)) throw new Error(`IMAP: ${end.trim()}`);
		return { text, bytes: all.length };
	}

	/** Starts IDLE and ends when an untagged line holds `word`; then leaves IDLE. */
	async idleUntil(word: string, meanwhile: () => void): Promise<void> {
		const tag = `a${++this.#tag}`;
		const ready = this.#await((tail) => tail.includes('+ '));
		this.#socket.write(`${tag} IDLE\r\n`);
		await ready;
		const seen = this.#await((tail) => tail.includes(word));
		meanwhile();
		await seen;
		const done = this.#await((tail) => tail.includes(`${tag} OK`));
		this.#socket.write('DONE\r\n');
		await done;
	}

	/** UIDs found in the selected folder. */
	async search(what: string): Promise<number[]> {
		const { text } = await this.command(`UID SEARCH ${what}`);
		return (/\* SEARCH([ \d]*)/.exec(text)?.[1] ?? '').split(' ').filter(Boolean).map(Number);
	}

	/** Opens a folder (name already in modified UTF-7) and says how many messages it holds. */
	async select(folder: string): Promise<number> {
		const { text } = await this.command(`SELECT "${folder}"`);
		return Number(/\* (\d+) EXISTS/.exec(text)?.[1] ?? 0);
	}

	/** Files a raw message; returns its UID. */
	async append(folder: string, raw: Uint8Array, flags = ''): Promise<number> {
		const { text } = await this.command(`APPEND "${folder}" (${flags})`, raw);
		return Number(/APPENDUID \d+ (\d+)/.exec(text)?.[1] ?? 0);
	}

	close(): void {
		this.#waiting = null;
		this.#socket.destroy();
	}
}
