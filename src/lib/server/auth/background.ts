import type { Account, MailService } from '$lib/server/account';
import { config } from '$lib/server/config';
import { Problem } from '$lib/server/problem';
import { mint } from './tokens';

/** Work that is done while nobody is signed in, and the services it needs. */
const PURPOSES = {
	/** Mail that leaves later: submitted, then filed in Sent. */
	'scheduled-mail': ['smtp', 'imap'],
	/** Looks what is new, to tell browsers that are closed. */
	push: ['imap'],
	/** Files a letter about the account's own security. */
	notice: ['imap']
} as const satisfies Record<string, readonly MailService[]>;

export type Purpose = keyof typeof PURPOSES;

/**
 * An account for background work: its tokens open the services of this purpose and no other. Only in token mode:
 * with passwords there is nothing to sign in with while the person is away. Errors: `auth/expired`.
 */
export function backgroundAccount(address: string, purpose: Purpose): Account {
	if (!config().token) throw new Problem('auth/expired');
	const services: readonly MailService[] = PURPOSES[purpose];
	const token = (service: MailService): string => {
		if (!services.includes(service)) throw new Error(`“${purpose}” has no business with ${service}.`);
		return mint(address, service);
	};
	return { address, admin: false, credential: () => ({ kind: 'token', user: address, token }) };
}
