import type { AppPassword, AppService } from '$lib/security/app-password';
import type { Account } from '$lib/server/account';
import { addAppPassword, removeAppPassword } from '$lib/server/accounts/app-passwords';
import { config } from '$lib/server/config';
import { Problem } from '$lib/server/problem';
import { noteEvent, type Origin } from './security-event';

/** Path of the account store that holds app passwords. Errors: `password/fixed`: there is none. */
export function appPasswordStore(): string {
	const { accounts } = config();
	if (accounts?.kind !== 'sqlite') throw new Problem('password/fixed');
	return accounts.path;
}

/** A new app password; the password itself is in the answer alone. Errors: as `addAppPassword`. */
export async function makeAppPassword(
	account: Account,
	wanted: { name: string; services: readonly AppService[] },
	origin: Origin
): Promise<{ made: AppPassword; password: string }> {
	const answer = addAppPassword(appPasswordStore(), account.address, wanted);
	await noted(account, 'app-password-made', answer.made.name, origin);
	return answer;
}

/**
 * The mail server refuses it from the next sign-in on; what is connected stays so until it ends. One that is gone
 * already is no error. Errors: `accounts/away`.
 */
export async function revokeAppPassword(account: Account, id: string, origin: Origin): Promise<void> {
	const removed = removeAppPassword(appPasswordStore(), account.address, id);
	if (removed) await noted(account, 'app-password-revoked', removed.name, origin);
}

async function noted(
	account: Account,
	kind: 'app-password-made' | 'app-password-revoked',
	name: string,
	origin: Origin
): Promise<void> {
	await noteEvent({ address: account.address, kind, detail: { name } }, origin, account);
}
