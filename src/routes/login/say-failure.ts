import type { ProblemCode } from '$lib/mail/problem-codes';
import { m } from '$lib/paraglide/messages';

/** Why signing in did not work, in a sentence. `wait` in seconds. */
export function sayFailure(code: ProblemCode, wait: number): string {
	switch (code) {
		case 'auth/throttled':
			return m.problem_throttled_wait({ wait: sayWait(wait) });
		case 'auth/wrong':
			return m.problem_auth_wrong();
		case 'server/away':
			return m.problem_server_away();
		case 'server/slow':
			return m.problem_server_slow();
		case 'server/certificate':
			return m.problem_server_certificate();
		case 'server/refused':
			return m.problem_server_refused();
		case 'store/away':
			return m.problem_store_away();
		case 'accounts/away':
			return m.problem_accounts_away();
		case 'input/invalid':
			return m.door_missing();
		default:
			return m.problem_internal();
	}
}

function sayWait(seconds: number): string {
	if (seconds < 90) return m.problem_wait_seconds({ count: Math.max(1, seconds) });
	return m.problem_wait_minutes({ count: Math.ceil(seconds / 60) });
}
