import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Firefox's own refusal of a command, under the name WebDriver gives it. */
export class MarionetteError extends Error {
	override name = 'MarionetteError';
	readonly kind: string;
	constructor(kind: string, message: string) {
		super(`${kind}: ${message}`);
		this.kind = kind;
	}
}

type Answer = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** One connection: frames `length:[type, id, …]`, answered in the order they were asked. */
export class MarionetteWire {
	#buffer = Buffer.alloc(0);
	#next = 1;
	readonly #waiting = new Map<number, Answer>();
	readonly #socket: Socket;
	/** What the browser says first. */
	readonly ready: Promise<void>;

	private constructor(socket: Socket) {
		this.#socket = socket;
		this.ready = new Promise((resolve, reject) => this.#waiting.set(0, { resolve: () => resolve(), reject }));
		socket.on('data', (chunk: Buffer) => this.#take(chunk));
		socket.on('close', () => {
			for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has hung up.'));
		});
	}

	/** Tries until the port is open, at most for this many milliseconds. */
	static async open(port: number, patience = 30_000): Promise<MarionetteWire> {
		const until = Date.now() + patience;
		for (;;) {
			const socket = connect({ host: '127.0.0.1', port });
			const open = await new Promise<boolean>((answer) => {
				socket.once('connect', () => answer(true)).once('error', () => answer(false));
			});
			if (open) return new MarionetteWire(socket);
			if (Date.now() > until) throw new Error('Firefox does not listen.');
			await setTimeout(100);
		}
	}

	/** Sends one command. Errors: `MarionetteError`. */
	send(command: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
		const id = this.#next++;
		const frame = JSON.stringify([0, id, command, parameters]);
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			this.#socket.write(`${Buffer.byteLength(frame)}:${frame}`);
		});
	}

	close(): void {
		this.#socket.destroy();
	}

	#take(chunk: Buffer): void {
		this.#buffer = Buffer.concat([this.#buffer, chunk]);
		for (;;) {
			const colon = this.#buffer.indexOf(':');
			if (colon < 0) return;
			const end = colon + 1 + Number(this.#buffer.subarray(0, colon).toString());
			if (this.#buffer.length < end) return;
			const frame = JSON.parse(this.#buffer.subarray(colon + 1, end).toString()) as unknown;
			this.#buffer = this.#buffer.subarray(end);
			this.#answer(frame);
		}
	}

	#answer(frame: unknown): void {
		const [, id, error, value] = Array.isArray(frame) ? (frame as unknown[]) : [1, 0, null, frame];
		const waiting = this.#waiting.get(id as number);
		this.#waiting.delete(id as number);
		const { error: kind, message } = (error ?? {}) as { error?: string; message?: string };
		if (kind) waiting?.reject(new MarionetteError(kind, message ?? ''));
		else waiting?.resolve(value);
	}
}
