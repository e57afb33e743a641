import { error } from '@sveltejs/kit';
import type { ProblemCode } from '$lib/mail/problem-codes';
import { Problem } from '$lib/server/problem';

/**
 * Wraps what a page's `load` does, so that a Problem becomes SvelteKit's error page with the right status:
 * `export const load = ({ locals }) => page(() => folders.list(locals.account))`.
 */
export async function page<T>(run: () => Promise<T> | T): Promise<T> {
	try {
		return await run();
	} catch (cause) {
		if (!(cause instanceof Problem)) throw cause;
		error(cause.status, toError(cause));
	}
}

export function toError(problem: Problem): { message: string; code: ProblemCode; detail?: string } {
	return { message: problem.code, code: problem.code, ...(problem.detail ? { detail: problem.detail } : {}) };
}
