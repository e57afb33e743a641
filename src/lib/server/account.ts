/** How the mail servers are convinced. Token mode adds its own kind. */
export type Credential = { readonly kind: 'password'; readonly user: string; readonly password: string };

/** Who is asking. Made in `hooks.server.ts` from the session; every adapter takes one. */
export interface Account {
	/** The mail address, lower case; key of the pool, the caches and the store. */
	readonly address: string;
	readonly admin: boolean;
	/** Opens the sealed secret. Called when a connection is made, never kept. Errors: `auth/expired`. */
	readonly credential: () => Credential;
}
