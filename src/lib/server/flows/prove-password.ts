import { isSomeAppPassword } from '$lib/server/accounts/app-passwords';
import * as throttle from '$lib/server/auth/throttle';
import { config } from '$lib/server/config';
import { verify } from '$lib/server/imap/pool';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';

/**
 * Milliseconds after which a wrong password is said at the earliest. For an account that exists the mail server
 * computes a hash, for an unknown one it does not: below this nobody sees the difference (security A7). Dovecot by
 * itself takes half of it to say no.
 */
const FLOOR = 1000;

/** Whether a password can be asked about at all: line breaks and the like never reach the mail server. */
export function askable(password: string): boolean {
	return password !== '' && password.length <= 1024 && !/[\0\r\n]/.test(password);
}

/**
 * An app password opens the services it was made for, and the mail server takes it for IMAP. Here it would open all
 * of them, and whatever may be changed.
 */
function isForPrograms(address: string, password: string): boolean {
	const { accounts } = config();
	return accounts?.kind === 'sqlite' && isSomeAppPassword(accounts.path, address, password);
}

/**
 * Proves a password to the mail server; too many wrong ones are slowed down. Errors: `auth/wrong` (the same, and as
 * late, for an unknown account), `auth/throttled`, `accounts/away`, `server/*`.
 */
export async function provePassword(attempt: throttle.Attempt, password: string): Promise<void> {
	const from = performance.now();
	const { address, client } = attempt;
	await throttle.count(attempt);
	try {
		if (!askable(password) || isForPrograms(address, password)) throw new Problem('auth/wrong');
		await verify({ kind: 'password', user: address, password });
	} catch (error) {
		const wrong = error instanceof Problem && error.code === 'auth/wrong';
		if (!wrong) await throttle.giveBack(attempt);
		log('auth').info({ address, client, wrong }, 'sign-in refused');
		if (!wrong) throw error;
		await new Promise((go) => setTimeout(go, from + FLOOR - performance.now()));
		// Without the server's own words: they may tell an unknown account from a wrong password (security A7).
		throw new Problem('auth/wrong', { cause: error });
	}
	await throttle.forgive(attempt);
}
