import { setTimeout as wait } from 'node:timers/promises';
import type { Client, Dispatcher } from 'undici';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import { clientFor } from './connect';
import { parseTarget, type Target } from './target';

export interface FetchOptions {
	readonly method?: 'GET' | 'POST';
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Octets of the answer's body; a longer one is a failure. */
	readonly maxBytes: number;
	/** For everything together, ms. */
	readonly timeoutMs?: number;
	/** How often a GET follows another address; a POST never does, its answer is then the 3xx itself. */
	readonly maxRedirects?: number;
}

export interface FetchAnswer {
	readonly status: number;
	/** Media type as the other server says, lower case, without parameters; for hints only. */
	readonly type: string;
	/** As it came: an encoded body is never unpacked. */
	readonly body: Buffer;
}

/** The same for everybody, so that it tells nothing about who asks. */
const HEADERS = { 'user-agent': 'Mozilla/5.0 (compatible; Postern)', 'accept-encoding': 'identity' };

/** A failure is told no earlier than this, ms: how quickly we refuse says nothing about what is inside. */
const SOONEST = 250;

/**
 * Fetches from a host that a stranger named: the one door to the outside. Only http and https on their own
 * ports, only to addresses that may be reached, each hop checked anew; no cookie, no referrer, no credentials.
 * Errors: `remote/away`, always the same whatever happened (security F3).
 */
export async function guardedFetch(url: string, options: FetchOptions): Promise<FetchAnswer> {
	const from = performance.now();
	const signal = AbortSignal.timeout(options.timeoutMs ?? 10_000);
	try {
		return await Promise.race([follow(url, options, signal), expiry(signal)]);
	} catch (error) {
		log('fetch').debug({ reason: error instanceof Error ? error.message : 'unknown' }, 'not fetched');
		await wait(Math.max(0, SOONEST - (performance.now() - from)));
		throw new Problem('remote/away');
	}
}

/** Looking up a name knows no signal, so the end of time is waited for beside it. */
async function expiry(signal: AbortSignal): Promise<never> {
	return new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(new Error('too slow')), { once: true });
	});
}

async function follow(url: string, options: FetchOptions, signal: AbortSignal): Promise<FetchAnswer> {
	let target = parseTarget(url);
	for (let left = options.maxRedirects ?? 3; target; left--) {
		const answer = await one(target, options, signal);
		if (!('location' in answer)) return answer;
		if (left <= 0) break;
		target = next(answer.location, target);
	}
	throw new Error('refused');
}

/** Where an answer sends us; checked as if it were the first. */
function next(location: string, from: Target): Target | null {
	// The parser forgives in a relative address what parseTarget would refuse in a whole one.
	if (/[\p{Cc}\p{Zs}\\]/u.test(location)) return null;
	if (/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(location))
		return parseTarget(location.startsWith('//') ? from.url.protocol + location : location);
	const url = URL.parse(location, from.url);
	return url?.origin === from.url.origin ? parseTarget(url.href) : null;
}

async function one(
	target: Target,
	{ method = 'GET', headers = {}, body, maxBytes }: FetchOptions,
	signal: AbortSignal
): Promise<FetchAnswer | { location: string }> {
	const client: Client = await clientFor(target);
	try {
		const answer = await client.request({
			method,
			path: target.url.pathname + target.url.search,
			headers: { ...headers, ...HEADERS },
			body: body ?? null,
			signal
		});
		const location = answer.headers.location;
		const sent = [301, 302, 303, 307, 308].includes(answer.statusCode);
		if (method === 'GET' && sent && typeof location === 'string') return { location };
		const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? '';
		return {
			status: answer.statusCode,
			type: type.trim().toLowerCase(),
			body: await read(answer, maxBytes)
		};
	} finally {
		// Not waited for: an answer nobody reads on may never end.
		client.destroy().catch(() => {});
	}
}

async function read(answer: Dispatcher.ResponseData, maxBytes: number): Promise<Buffer> {
	if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw new Error('too large');
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of answer.body as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > maxBytes) throw new Error('too large');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
