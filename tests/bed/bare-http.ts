import { request, type IncomingHttpHeaders } from 'node:http';

export interface BareAnswer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
}

/** One HTTP request with exactly these headers: none that a browser or `fetch` would add. */
export function ask(
	origin: string,
	path: string,
	options: { method?: string; headers?: Record<string, string>; body?: string } = {}
): Promise<BareAnswer> {
	const { host, hostname, port } = new URL(origin);
	const { method = 'GET', body } = options;
	const headers = {
		host,
		...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
		...options.headers
	};
	return new Promise((resolve, reject) => {
		const sent = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
			let text = '';
			answer.setEncoding('utf8');
			answer.on('data', (chunk: string) => (text += chunk));
			answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
			answer.on('error', reject);
		});
		sent.on('error', reject);
		sent.setTimeout(30_000, () => sent.destroy(new Error(`${method} ${path}: no answer`)));
		sent.end(body);
	});
}

/** Signs in as the sign-in page does. Returns the answer and the session cookie's pair, if one was set. */
export async function signInBare(
	origin: string,
	account: { address: string; password: string },
	headers: Record<string, string> = {}
): Promise<{ answer: BareAnswer; cookie: string }> {
	const answer = await ask(origin, '/api/session', {
		method: 'POST',
		headers: { origin, 'content-type': 'application/json', ...headers },
		body: JSON.stringify({ address: account.address, password: account.password })
	});
	const line = answer.headers['set-cookie']?.find((cookie) => cookie.startsWith('__Host-postern='));
	return { answer, cookie: line?.split(';')[0] ?? '' };
}

/** The cookies an answer sets, by name; empty where it takes one away. */
export function cookiesOf({ headers }: BareAnswer): Record<string, string> {
	return Object.fromEntries(
		(headers['set-cookie'] ?? []).map((line) => {
			const pair = line.split(';')[0]!;
			const at = pair.indexOf('=');
			const gone = /max-age=0/i.test(line);
			return [pair.slice(0, at), gone ? '' : pair.slice(at + 1)];
		})
	);
}
