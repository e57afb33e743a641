import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';

export interface HttpAnswer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
	/** Octets of the body as they came over the wire. */
	readonly wire: number;
	readonly ms: number;
}

export interface HttpRequest {
	readonly method?: string;
	readonly body?: Buffer | string;
	readonly type?: string;
	readonly headers?: Record<string, string>;
	/** Milliseconds until the request is given up. */
	readonly timeout?: number;
}

/** A browser without a screen: cookies, keep-alive, one call = one request. */
export class HttpSession {
	readonly #origin: URL;
	readonly #agent = new Agent({ keepAlive: true, maxSockets: 6 });
	readonly #cookies = new Map<string, string>();

	constructor(origin: string) {
		this.#origin = new URL(origin);
	}

	/** Signs in as the page's own dialog does. */
	static async signedIn(
		origin: string,
		account: { address: string; password: string }
	): Promise<HttpSession> {
		const session = new HttpSession(origin);
		const answer = await session.json('POST', '/api/session', {
			address: account.address,
			password: account.password
		});
		if (answer.status !== 204) throw new Error(`Signing in: ${answer.status} ${answer.body.toString()}`);
		return session;
	}

	request(
		path: string,
		{ method = 'GET', body, type, headers = {}, timeout = 60_000 }: HttpRequest = {}
	): Promise<HttpAnswer> {
		const from = performance.now();
		return new Promise((resolve, reject) => {
			const sent = request(
				{
					agent: this.#agent,
					host: this.#origin.hostname,
					port: this.#origin.port,
					method,
					path,
					timeout,
					headers: {
						host: this.#origin.host,
						'accept-encoding': 'gzip',
						...(this.#cookies.size > 0 ? { cookie: this.cookie } : {}),
						...(method === 'GET' ? {} : { origin: this.#origin.origin, 'sec-fetch-site': 'same-origin' }),
						...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
						...(type ? { 'content-type': type } : {}),
						...headers
					}
				},
				(answer) => {
					const chunks: Buffer[] = [];
					answer.on('data', (chunk: Buffer) => chunks.push(chunk));
					answer.on('error', reject);
					answer.on('end', () => {
						for (const line of answer.headers['set-cookie'] ?? []) this.#keep(line);
						const wire = Buffer.concat(chunks);
						const packed = answer.headers['content-encoding'] === 'gzip';
						resolve({
							status: answer.statusCode ?? 0,
							headers: answer.headers,
							body: packed ? gunzipSync(wire) : wire,
							wire: wire.length,
							ms: performance.now() - from
						});
					});
				}
			);
			sent.on('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer after ${timeout} ms`)));
			sent.on('error', reject);
			sent.end(body);
		});
	}

	/** The cookies as a header. */
	get cookie(): string {
		return [...this.#cookies].map((pair) => pair.join('=')).join('; ');
	}

	#keep(line: string): void {
		const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
		const at = pair.indexOf('=');
		const gone = attributes.some((attribute) => /^max-age=0$/i.test(attribute));
		if (gone) this.#cookies.delete(pair.slice(0, at));
		else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
	}

	json(method: string, path: string, value?: unknown, timeout?: number): Promise<HttpAnswer> {
		const body = value === undefined ? undefined : JSON.stringify(value);
		return this.request(path, {
			method,
			...(body === undefined ? {} : { body, type: 'application/json' }),
			...(timeout === undefined ? {} : { timeout })
		});
	}

	/** Reads JSON. @throws {Error} on any other status than 200. */
	async get<T>(path: string): Promise<T> {
		const answer = await this.request(path);
		if (answer.status !== 200)
			throw new Error(`GET ${path}: ${answer.status} ${answer.body.toString().slice(0, 300)}`);
		return JSON.parse(answer.body.toString()) as T;
	}

	close(): void {
		this.#agent.destroy();
	}
}
