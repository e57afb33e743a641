/** What an app password may open, by the names under which Dovecot knows the services. */
export const APP_SERVICES = ['imap', 'smtp', 'sieve'] as const;
export type AppService = (typeof APP_SERVICES)[number];

/** Longest name of an app password, characters. */
export const APP_NAME_LENGTH = 60;

/** A password that one program has for itself. The password itself is shown once and kept nowhere. */
export interface AppPassword {
	readonly id: string;
	/** What its owner calls the program. */
	readonly name: string;
	readonly services: readonly AppService[];
	/** Epoch milliseconds, as all times here. */
	readonly created: number;
	/** When the mail server last took it; null: never. */
	readonly used: number | null;
	/** Network address of the program, as the mail server saw it. */
	readonly usedFrom: string | null;
	readonly usedService: AppService | null;
}

/** From where the main password is taken: everywhere, or from Postern alone, by choice of the owner or for all. */
export type MainPassword = 'open' | 'closed' | 'closed-for-all';

/**
 * What can be done with the passwords of an account. `ready`; `none`: no store is configured, or it holds no app
 * passwords; `fixed`: the account is not in it; `away`: it cannot be read now.
 */
export type PasswordStore = 'ready' | 'none' | 'fixed' | 'away';

export interface PasswordsView {
	/** App passwords and the doors of the main password. */
	readonly store: PasswordStore;
	readonly list: readonly AppPassword[];
	readonly main: MainPassword;
	/** Whether the main password can be changed here. */
	readonly change: PasswordStore;
}

/** A wish to close the main password to programs, or to open it again. Closing is tried with the password. */
export interface Closing {
	readonly closed: boolean;
	readonly password: string;
}

/** Reads what a page sent; null when it is no such wish. */
export function parseClosing(value: unknown): Closing | null {
	if (typeof value !== 'object' || value === null) return null;
	const { closed, password = '' } = value as Record<string, unknown>;
	if (typeof closed !== 'boolean' || typeof password !== 'string' || password.length > 1024) return null;
	return closed && password === '' ? null : { closed, password };
}
