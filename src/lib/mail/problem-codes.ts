/**
 * The closed list of things that happen to a person (not bugs). Each has a sentence in
 * `messages/{locale}/problems.json` under `problem_` + the code with `/` and `-` as `_`.
 */
export const PROBLEM_STATUS = {
	'auth/wrong': 401,
	'auth/throttled': 429,
	'auth/expired': 401,
	/** The mail server takes tokens of ours, but none for this account any more: it was disabled or removed. */
	'auth/refused': 401,
	'auth/forbidden': 403,
	/** The action needs a proof of the second factor (or the password, without one) of the last five minutes. */
	'auth/step-up': 403,
	/** The policy asks for a second factor, and this account has none yet. */
	'auth/enrol': 403,
	/** A wrong code, or a key that is not the account's or did not prove what it must. */
	'auth/factor': 401,
	/** The question this answers is too old, was answered before, or was asked of another browser. */
	'auth/stale': 409,
	/** The key counted backwards: there may be a copy of it (WebAuthn Level 3 §6.1.1). */
	'key/copied': 403,
	/** The key is registered already. */
	'key/exists': 409,
	/** An account has as many keys as it may have. */
	'key/too-many': 409,
	/** The last factor of an account that must have one cannot be removed. */
	'factor/last': 409,
	/** The policy lets nobody set up a second factor. */
	'factor/off': 403,
	'password/weak': 422,
	/** Passwords of this installation are changed elsewhere. */
	'password/fixed': 409,
	/** The account store cannot be read or written. */
	'accounts/away': 503,
	'server/away': 503,
	'server/slow': 504,
	'server/certificate': 502,
	'server/refused': 502,
	'store/away': 503,
	'folder/missing': 404,
	'folder/exists': 409,
	'folder/name': 400,
	'folder/protected': 409,
	'folder/changed': 409,
	'message/missing': 404,
	'part/missing': 404,
	'quota/full': 507,
	'input/invalid': 400,
	'size/too-large': 413,
	'send/refused': 422,
	'send/from': 403,
	'send/unknown': 502,
	'send/not-filed': 200,
	'draft/missing': 404,
	/** Another tab saved, sent or removed the draft meanwhile. */
	'draft/changed': 409,
	/** A host that a message named did not answer as it should, or may not be asked. */
	'remote/away': 502,
	/** The sender is not proved in the message named, so nothing may be chosen for all their mail. */
	'sender/unproved': 409,
	/** A message whose check would cost more than it may: huge, or with signatures by the dozen. */
	'check/too-much': 413,
	'page/missing': 404,
	internal: 500
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** Body of every failed API answer (RFC 9457), media type `application/problem+json`. */
export interface ProblemBody {
	readonly type: 'about:blank';
	readonly title: string;
	readonly status: number;
	readonly code: ProblemCode;
	/** The mail server's own words, text of at most 500 characters, where they help. */
	readonly detail?: string;
	/** Seconds to wait, with `auth/throttled`. */
	readonly retryAfter?: number;
	/** Log id, with `internal`. */
	readonly id?: string;
}
