import type { Closing } from '$lib/security/app-password';
import type { Account } from '$lib/server/account';
import { EVERYBODY, isClosedForAll, setClosed } from '$lib/server/accounts/main-password';
import { config } from '$lib/server/config';
import { verify } from '$lib/server/imap/pool';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import { appPasswordStore } from './app-passwords';
import { askPassword, type Asked } from './ask-password';
import { noteEvent, type Origin } from './security-event';
import { takenBack } from './taken-back';

/**
 * Lets the mail server take a main password, or by an administrator everybody's, from Postern alone, or from every
 * program again. After closing, Postern
 * itself signs in once: where the mail server does not know Postern's address, closing would lock everybody out of
 * Postern too, so it is taken back.
 * Errors: `auth/factor`, `auth/throttled`, `accounts/away`, `password/fixed`, `server/*`.
 */
export async function closeMainPassword(
	account: Account,
	{ closed, password }: Closing,
	whose: 'own' | 'everybody',
	asked: Asked,
	origin: Origin
): Promise<void> {
	const { address } = account;
	const store = appPasswordStore();
	const key = whose === 'everybody' ? EVERYBODY : address;
	if (closed) await askPassword(asked, password);
	if (!setClosed(store, key, closed)) return;
	if (closed) {
		try {
			await verify({ kind: 'password', user: address, password });
		} catch (error) {
			await takenBack(() => setClosed(store, key, false));
			if (!(error instanceof Problem) || error.code !== 'auth/wrong') throw error;
			log('accounts').error('closed, the mail server refused the password from Postern itself: taken back');
			throw new Problem('password/fixed', { cause: error });
		}
	}
	const one = closed ? 'main-password-closed' : 'main-password-opened';
	const all = closed ? 'main-passwords-closed' : 'main-passwords-opened';
	await noteEvent({ address, kind: whose === 'own' ? one : all }, origin, account);
}

/** Are all main passwords closed to programs? Null where that is not Postern's to say, or cannot be read now. */
export function closedForAll(): boolean | null {
	const { accounts } = config();
	if (accounts?.kind !== 'sqlite') return null;
	try {
		return isClosedForAll(accounts.path);
	} catch (error) {
		if (error instanceof Problem && error.code === 'accounts/away') return null;
		throw error;
	}
}
