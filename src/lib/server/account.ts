/** A service of the mail server, by the name under which Dovecot knows it (`%s`). */
export type MailService = 'imap' | 'sieve' | 'smtp';

/**
 * How the mail servers are convinced: by the password, or by a token made for one service and one minute
 * (RFC 7628 §3.1).
 */
export type Credential =
	| { readonly kind: 'password'; readonly user: string; readonly password: string }
	| { readonly kind: 'token'; readonly user: string; readonly token: (service: MailService) => string };

/** Who is asking. Made in `hooks.server.ts` from the session; every adapter takes one. */
export interface Account {
	/** The mail address, lower case; key of the pool, the caches and the store. */
	readonly address: string;
	readonly admin: boolean;
	/** Opens the sealed secret. Called when a connection is made, never kept. Errors: `auth/expired`. */
	readonly credential: () => Credential;
}
