import { randomUUID } from 'node:crypto';
import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import type { Account } from '$lib/server/account';
import * as sessions from '$lib/server/auth/sessions';
import { log } from '$lib/server/log';
import { Problem, problemResponse } from '$lib/server/problem';

/** Largest JSON body, bytes. */
const JSON_LIMIT = 512 * 1024;

const NO_STORE = { 'cache-control': 'no-store' };

/**
 * Makes an endpoint of a function that returns a value (sent as JSON; `undefined` becomes 204) or a Response of
 * its own. Problems become RFC 9457 answers; anything else is logged under an id, and only the id is sent.
 */
export function api<Event extends RequestEvent = RequestEvent>(
	run: (event: Event, account: Account) => unknown
): (event: Event) => Promise<Response> {
	return answering(async (event) => {
		const { account, session } = event.locals;
		if (!account || !session) throw new Problem('auth/expired');
		try {
			return await run(event, account);
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			if (error.code === 'auth/refused') await sessions.endRefused(session.id, account.address);
			// Mid-session the mail server refuses a password only when it was changed: the person signs in again.
			if (error.code !== 'auth/wrong') throw error;
			await sessions.end(session.id, account.address);
			throw new Problem('auth/expired', { cause: error });
		}
	});
}

/** As `api`, for the few endpoints that need no session. */
export function answering<Event extends RequestEvent = RequestEvent>(
	run: (event: Event) => unknown
): (event: Event) => Promise<Response> {
	return async (event) => {
		try {
			const value = await run(event);
			if (value instanceof Response) return value;
			return value === undefined
				? new Response(null, { status: 204, headers: NO_STORE })
				: Response.json(value, { headers: NO_STORE });
		} catch (error) {
			return failed(event, error);
		}
	};
}

function failed(event: RequestEvent, error: unknown): Response {
	if (isRedirect(error) || isHttpError(error)) throw error;
	if (error instanceof Problem) return problemResponse(error);
	const id = randomUUID().slice(0, 8);
	log('web').error({ err: error, id, route: event.route.id }, 'unexpected error');
	const body = { ...new Problem('internal').toBody(), id };
	return Response.json(body, {
		status: 500,
		headers: { ...NO_STORE, 'content-type': 'application/problem+json' }
	});
}

/** The JSON body of a request, still `unknown`. Errors: `input/invalid`, `size/too-large`. */
export async function readJson(request: Request, limit: number = JSON_LIMIT): Promise<unknown> {
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
		throw new Problem('input/invalid', { detail: 'The body must be application/json.' });
	}
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of request.body ?? []) {
		size += chunk.byteLength;
		if (size > limit) throw new Problem('size/too-large');
		chunks.push(chunk);
	}
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
	} catch (cause) {
		throw new Problem('input/invalid', { detail: 'The body is not JSON.', cause });
	}
}
