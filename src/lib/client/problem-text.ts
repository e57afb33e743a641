import { m } from '$lib/paraglide/messages';
import { ApiProblem } from './api';

/** The sentence a person reads for a failed request. Anything that is no `ApiProblem` is a bug of ours. */
export function sayProblem(problem: unknown): string {
	const code = problem instanceof ApiProblem ? problem.code : 'internal';
	if (code === 'offline') return m.app_offline_problem();
	const detail = problem instanceof ApiProblem ? (problem.detail ?? '') : '';
	const say = (m as unknown as Record<string, (inputs: { detail: string }) => string>)[
		`problem_${code.replace(/[/-]/g, '_')}`
	];
	return say ? say({ detail }) : m.app_unknown_problem();
}
