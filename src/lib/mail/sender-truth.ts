/**
 * What is known about who sent a message, from our own server's word and our own memory; never from what the
 * message says of itself.
 */

const RESULTS = ['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror'] as const;

/** Results of RFC 8601 §2.7. */
export type AuthResult = (typeof RESULTS)[number];

/** All of them, to tell a result from any other word. */
export const AUTH_RESULTS: ReadonlySet<string> = new Set(RESULTS);

/** One method's result, and the domain it speaks of. */
export interface AuthVerdict {
	readonly result: AuthResult;
	/** Lower case; null when the header named none. */
	readonly domain: string | null;
}

/** SPF, DKIM and DMARC as one trusted server saw them (RFC 8601). */
export interface Authenticity {
	/** `server`: our own server when the message came in; `checked`: by us, now. */
	readonly source: 'server' | 'checked';
	/** The authserv-id, or the name of this installation. */
	readonly by: string;
	readonly spf: AuthVerdict | null;
	readonly dkim: readonly AuthVerdict[];
	readonly dmarc: AuthVerdict | null;
}

/**
 * `proved`: DMARC passed for the one address in From; `failed`: it, or all there is, failed; `unproved`: nobody
 * we trust has said anything that counts.
 */
export type Standing = 'proved' | 'failed' | 'unproved';

/** What this account remembers of the sender (trust on first use). */
export interface Passport {
	/** ms since 1970; null: this is the first message known. */
	readonly firstSeen: number | null;
	/** Messages opened before this one. */
	readonly messages: number;
	/** Domain that usually signs their mail, or null. */
	readonly usuallySignedBy: string | null;
	/** This message is signed by another domain, or by none, though theirs usually is. */
	readonly changed: boolean;
}

/** Everything the head of a message says about its sender. */
export interface SenderTruth {
	readonly standing: Standing;
	readonly authenticity: Authenticity | null;
	readonly passport: Passport | null;
	/** Another address known here that goes by the same display name (security D4), or null. */
	readonly namesake: string | null;
}

/** What is true of a message about whose sender nothing is known, such as one inside another. */
export const UNKNOWN_SENDER: SenderTruth = {
	standing: 'unproved',
	authenticity: null,
	passport: null,
	namesake: null
};

/** What the reader chose for this sender's mail. */
export interface SenderChoice {
	/** Pictures of this message may load without asking: chosen for the sender, who is proved in this message. */
	readonly images: boolean;
	/** “Always” can be offered: the sender is proved in this message. */
	readonly mayAlways: boolean;
	/** Keep the light paper in the dark theme. */
	readonly light: boolean;
}

/** Nothing chosen. */
export const NO_CHOICE: SenderChoice = { images: false, mayAlways: false, light: false };

/** Ways in which a sender looks like somebody else; see sender-warnings.ts. */
export type WarningKind =
	| 'look-alike'
	| 'mixed'
	| 'disguised'
	| 'several-from'
	| 'name-address'
	| 'name-host'
	| 'namesake'
	| 'near'
	| 'changed'
	| 'reply-elsewhere';

export interface SenderWarning {
	readonly kind: WarningKind;
	readonly severity: 'bad' | 'warn' | 'note';
	/** The other name in the matter: what is claimed, resembled, usual, or answered to. A stranger's text. */
	readonly other: string;
}

/** How the sender's address is shown, and what to look out for. */
export interface SenderCaution {
	/** Strongest first. */
	readonly warnings: readonly SenderWarning[];
	/** Host of the address: in its letters when these deceive nobody, else as the name servers know it. */
	readonly host: string;
	/** The other way to write it, where there are two. */
	readonly otherHost: string | null;
}

/** The same warnings once more has been learnt of the sender than when the message was opened. */
export function withTruth(caution: SenderCaution, { namesake, passport }: SenderTruth): SenderCaution {
	const has = (kind: WarningKind): boolean => caution.warnings.some((warning) => warning.kind === kind);
	const more: SenderWarning[] = [];
	if (namesake && !has('namesake')) more.push({ kind: 'namesake', severity: 'warn', other: namesake });
	if (passport?.changed && !has('changed'))
		more.push({ kind: 'changed', severity: 'warn', other: passport.usuallySignedBy ?? '' });
	const notes = caution.warnings.filter(({ severity }) => severity === 'note');
	const loud = caution.warnings.filter(({ severity }) => severity !== 'note');
	return { ...caution, warnings: [...loud, ...more, ...notes] };
}
