import type { ProblemCode } from '$lib/mail/problem-codes';
import { m } from '$lib/paraglide/messages';

/** The sentence for a problem on a page of its own. */
export function sayCode(code: ProblemCode | undefined): string {
	switch (code) {
		case 'page/missing':
			return m.problem_page_missing();
		case 'folder/missing':
			return m.problem_folder_missing();
		case 'message/missing':
			return m.problem_message_missing();
		case 'part/missing':
			return m.problem_part_missing();
		case 'draft/missing':
			return m.problem_draft_missing();
		case 'auth/refused':
			return m.problem_auth_refused();
		case 'auth/forbidden':
			return m.problem_auth_forbidden();
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
		case 'input/invalid':
			return m.problem_input_invalid();
		default:
			return m.problem_internal();
	}
}
