import type { ProblemBody, ProblemCode } from '$lib/mail/problem-codes';
import { PROBLEM_STATUS } from '$lib/mail/problem-codes';

/**
 * The page's one road to its server. Answers are our own types, failures an `ApiProblem`. An expired session
 * is not a failure: whoever registered with `onRefused` signs in again, then the request is sent once more,
 * so that nothing typed is lost. As much holds for an action that wants a factor shown once more.
 */
export class ApiProblem extends Error {
	readonly code: ProblemCode | 'offline';
	readonly status: number;
	/** The mail server's own words; text. */
	readonly detail: string | undefined;
	/** Seconds. */
	readonly retryAfter: number | undefined;

	constructor(code: ProblemCode | 'offline', status: number, detail?: string, retryAfter?: number) {
		super(code);
		this.name = 'ApiProblem';
		this.code = code;
		this.status = status;
		this.detail = detail;
		this.retryAfter = retryAfter;
	}
}

type Fetch = typeof globalThis.fetch;
/** `fetch` is the one of a `load` function; `signal` gives up. */
export interface CallOptions {
	readonly fetch?: Fetch;
	readonly signal?: AbortSignal;
}

/** What may be done about a refusal, by its code. True: try again. */
type Remedies = Partial<Record<ProblemCode, () => Promise<boolean>>>;
let remedies: Remedies = {};

/**
 * Registers who asks for the password again (`auth/expired`), for a factor once more (`auth/step-up`), or leads to
 * where one is set up (`auth/enrol`): the app's layout, in the browser only.
 */
export function onRefused(those: Remedies): void {
	remedies = those;
}

/** Reads the problem of a failed answer; anything that is not one of ours becomes `internal`. */
export async function problemOf(response: Response): Promise<ApiProblem> {
	let body: Partial<ProblemBody> = {};
	if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
		body = (await response.json().catch(() => ({}))) as Partial<ProblemBody>;
	}
	const code = body.code !== undefined && body.code in PROBLEM_STATUS ? body.code : 'internal';
	return new ApiProblem(code, response.status, body.detail ?? body.id, body.retryAfter);
}

/** Sends one request. Throws `ApiProblem`, `offline` when no answer came; an abort is thrown as it is. */
export async function call(
	method: string,
	path: string,
	body?: unknown,
	options: CallOptions = {}
): Promise<Response> {
	const send = options.fetch ?? fetch;
	const init: RequestInit = {
		method,
		signal: options.signal ?? null,
		headers: { accept: 'application/json' }
	};
	if (body !== undefined) {
		init.headers = { accept: 'application/json', 'content-type': 'application/json' };
		init.body = JSON.stringify(body);
	}
	let response: Response;
	try {
		response = await send(path, init);
	} catch (cause) {
		if (options.signal?.aborted) throw cause;
		throw new ApiProblem('offline', 0);
	}
	if (response.ok) return response;
	const problem = await problemOf(response);
	const remedy = problem.code === 'offline' ? undefined : remedies[problem.code];
	// What is asked while signing in or proving oneself answers for itself.
	if (remedy && !path.startsWith('/api/session/') && (await remedy()))
		return call(method, path, body, options);
	throw problem;
}

async function json<T>(response: Promise<Response>): Promise<T> {
	const answer = await response;
	return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export const api = {
	get: <T>(path: string, options?: CallOptions): Promise<T> => json(call('GET', path, undefined, options)),
	post: <T>(path: string, body: unknown, options?: CallOptions): Promise<T> =>
		json(call('POST', path, body, options)),
	put: <T>(path: string, body: unknown, options?: CallOptions): Promise<T> =>
		json(call('PUT', path, body, options)),
	patch: <T>(path: string, body: unknown, options?: CallOptions): Promise<T> =>
		json(call('PATCH', path, body, options)),
	delete: <T = void>(path: string, options?: CallOptions): Promise<T> =>
		json(call('DELETE', path, undefined, options))
};

/** `/api/folders/{folder}`, the path as one segment. */
export function folderApi(path: string): string {
	return `/api/folders/${encodeURIComponent(path)}`;
}
