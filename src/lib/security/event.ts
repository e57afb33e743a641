/** What the history of an account tells; `server/wording/security-words.ts` has the words. */
export const EVENT_KINDS = [
	'sign-in',
	'sign-in-refused',
	'signed-out-elsewhere',
	'key-added',
	'key-renamed',
	'key-removed',
	'key-copied',
	'key-unlocks',
	'key-locked',
	'totp-added',
	'totp-replaced',
	'totp-removed',
	'codes-made',
	'code-used',
	'browser-trusted',
	'browser-forgotten',
	'app-password-made',
	'app-password-revoked',
	'main-password-closed',
	'main-password-opened',
	'main-passwords-closed',
	'main-passwords-opened',
	'password-changed',
	'factors-reset',
	'policy-changed'
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** By kind: `name` of a key or app password, `way` of a sign-in, codes `left`. */
export type EventDetail = Readonly<Record<string, string | number>>;

/** One line of the history. */
export interface SecurityEvent {
	readonly id: number;
	/** Epoch milliseconds. */
	readonly at: number;
	readonly kind: EventKind;
	readonly detail: EventDetail;
	/** What the browser called itself; empty for the command line. */
	readonly agent: string;
	/** Its network address. */
	readonly client: string;
	/** Whose session did it: the owner's address, an administrator's, or `operator`. */
	readonly actor: string;
}

/** What an administrator decides for all accounts. It stands in their own history, and in that of the administration. */
export const FOR_EVERYBODY = [
	'policy-changed',
	'main-passwords-closed',
	'main-passwords-opened'
] as const satisfies readonly EventKind[];

const QUIET: readonly EventKind[] = [
	'sign-in',
	'sign-in-refused',
	'signed-out-elsewhere',
	'key-renamed',
	'browser-trusted',
	'browser-forgotten',
	'policy-changed'
];

/** Is the owner told by a letter? Of changes to what opens the mailbox, and of a recovery code that was used. */
export function toldByLetter(kind: EventKind): boolean {
	return !QUIET.includes(kind);
}

export function isEventKind(kind: string): kind is EventKind {
	return (EVENT_KINDS as readonly string[]).includes(kind);
}
