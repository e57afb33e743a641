import { PROBLEM_STATUS, type ProblemBody, type ProblemCode } from '$lib/mail/problem-codes';

/**
 * A thing that happened (wrong password, folder gone, server away), as opposed to a bug. Adapters translate
 * their library's errors into one of these; routes turn it into an answer; nothing else is shown to a user.
 */
export class Problem extends Error {
	readonly code: ProblemCode;
	readonly detail: string | undefined;
	readonly retryAfter: number | undefined;

	constructor(code: ProblemCode, options: { detail?: string; cause?: unknown; retryAfter?: number } = {}) {
		super(code, { cause: options.cause });
		this.name = 'Problem';
		this.code = code;
		// A server's words are bounded and stay text (security P5).
		this.detail = options.detail?.slice(0, 500);
		this.retryAfter = options.retryAfter;
	}

	get status(): number {
		return PROBLEM_STATUS[this.code];
	}

	/** The RFC 9457 body of this problem. */
	toBody(): ProblemBody {
		return {
			type: 'about:blank',
			title: this.code,
			status: this.status,
			code: this.code,
			...(this.detail ? { detail: this.detail } : {}),
			...(this.retryAfter ? { retryAfter: this.retryAfter } : {})
		};
	}
}

/** The answer to a request that met a problem (RFC 9457). */
export function problemResponse(problem: Problem): Response {
	const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
	if (problem.retryAfter) headers.set('retry-after', String(problem.retryAfter));
	return new Response(JSON.stringify(problem.toBody()), { status: problem.status, headers });
}
