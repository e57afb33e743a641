import { ApiProblem } from '$lib/client/api';
import { sayKeyTrouble } from '$lib/client/passkeys';
import { sayProblem } from '$lib/client/problem-text';
import type { Given } from '$lib/security/given';
import { m } from '$lib/paraglide/messages';
import { sayFailure } from './say-failure';

/** Why what was shown did not open anything, in a sentence; also what the browser says of a key. */
export function sayFactorTrouble(problem: unknown, kind: Given['kind']): string {
	if (!(problem instanceof ApiProblem)) return sayKeyTrouble(problem) ?? '';
	return sayRefusal(problem.code, kind, problem.retryAfter) ?? sayProblem(problem);
}

/** The sentence of a code that depends on what was shown; null: the usual one. `wait` in seconds. */
export function sayRefusal(code: string, kind: string, wait = 0): string | null {
	if (code === 'auth/throttled') return sayFailure(code, wait);
	if (code === 'auth/stale') return m.signin_stale();
	if (kind === 'password' && code === 'auth/wrong') return m.signin_password_refused();
	if (code !== 'auth/factor') return null;
	if (kind === 'key') return m.signin_key_refused();
	if (kind === 'password') return m.signin_password_refused();
	return kind === 'recovery' ? m.signin_recovery_refused() : m.signin_code_refused();
}
