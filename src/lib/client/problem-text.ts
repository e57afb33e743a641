import type { ProblemCode } from '$lib/mail/problem-codes';
import { m } from '$lib/paraglide/messages';
import { ApiProblem } from './api';

/** By name, so that only the sentences that can be needed are shipped. */
const SENTENCES: Partial<Record<ProblemCode | 'offline', () => string>> = {
	offline: m.app_offline_problem,
	'server/away': m.problem_server_away,
	'server/slow': m.problem_server_slow,
	'server/certificate': m.problem_server_certificate,
	'server/refused': m.problem_server_refused,
	'folder/missing': m.problem_folder_missing,
	'folder/exists': m.problem_folder_exists,
	'folder/name': m.problem_folder_name,
	'folder/protected': m.problem_folder_protected,
	'folder/changed': m.problem_folder_changed,
	'message/missing': m.problem_message_missing,
	'part/missing': m.problem_part_missing,
	'quota/full': m.problem_quota_full,
	'size/too-large': m.problem_size_too_large,
	'input/invalid': m.problem_input_invalid,
	'auth/wrong': m.problem_auth_wrong,
	'auth/throttled': m.problem_auth_throttled,
	'auth/expired': m.problem_auth_expired,
	'auth/refused': m.problem_auth_refused,
	'auth/forbidden': m.problem_auth_forbidden,
	'auth/factor': m.problem_auth_factor,
	'auth/stale': m.problem_auth_stale,
	'key/copied': m.problem_key_copied,
	'key/exists': m.problem_key_exists,
	'key/too-many': m.problem_key_too_many,
	'factor/last': m.problem_factor_last,
	'factor/off': m.problem_factor_off,
	'password/weak': m.problem_password_weak,
	'password/fixed': m.problem_password_fixed,
	'accounts/away': m.problem_accounts_away,
	'draft/missing': m.problem_draft_missing,
	'draft/changed': m.problem_draft_changed,
	'remote/away': m.problem_remote_away,
	'sender/unproved': m.problem_sender_unproved,
	'check/too-much': m.problem_check_too_much,
	'send/refused': m.problem_send_refused,
	'send/from': m.problem_send_from
};

/** The sentence a person reads for a failed request. Anything that is no `ApiProblem` is a bug of ours. */
export function sayProblem(problem: unknown): string {
	const code = problem instanceof ApiProblem ? problem.code : 'internal';
	return (SENTENCES[code] ?? m.app_unknown_problem)();
}
