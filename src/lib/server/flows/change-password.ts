import { setTimeout as wait } from 'node:timers/promises';
import type { Account } from '$lib/server/account';
import { hashPassword } from '$lib/server/accounts/hash';
import { isStrong } from '$lib/server/accounts/strength';
import { rehearsePassword, writePassword } from '$lib/server/accounts/write-password';
import * as sessions from '$lib/server/auth/sessions';
import { config, type AccountsConfig } from '$lib/server/config';
import { closeAccount } from '$lib/server/imap/close';
import { verify } from '$lib/server/imap/pool';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import { dropWrapped } from '$lib/server/store/security-keys';
import { factorsChanged } from './factors-changed';
import { inTurn } from './in-turn';
import { takenBack } from './taken-back';
import { askPassword, type Asked } from './ask-password';
import { noteEvent, type Origin } from './security-event';

export interface PasswordChange {
	readonly old: string;
	readonly next: string;
}

/** What followed from a change beside it. */
export interface ChangedPassword {
	/** Passkeys that opened the mailbox alone and must be set up for it again. */
	readonly locked: number;
}

/**
 * Puts a new main password in the place of the old one, which the mail server has to take first. Everybody else is
 * signed out before the write and once more after it: a process that is killed in between leaves the old password or
 * the new one, and in neither case a browser signed in that ought not to be.
 * Errors: `auth/factor` (old one wrong), `auth/throttled`, `password/weak`, `password/fixed`, `accounts/away`, `server/*`.
 */
export async function changePassword(
	account: Account,
	session: sessions.Session,
	{ old, next }: PasswordChange,
	asked: Asked,
	origin: Origin
): Promise<ChangedPassword> {
	const { accounts } = config();
	if (!accounts) throw new Problem('password/fixed');
	const { address } = account;
	return inTurn(`password ${address}`, async () => {
		await askPassword(asked, old);
		if (next === old || !isStrong(next, address)) throw new Problem('password/weak');
		await rehearsePassword(accounts, address);
		await factorsChanged(address, session);
		const locked = await dropWrapped(address);
		await exchange(accounts, account, session, { old, next });
		await factorsChanged(address, session);
		// What is connected knows the old password alone; pages come back with the new one.
		closeAccount(address);
		await noteEvent({ address, kind: 'password-changed' }, origin, await freshAccount(session, account));
		return { locked };
	});
}

/** Writes, and has the mail server take the new one; else the old one comes back. */
async function exchange(
	accounts: AccountsConfig,
	{ address }: Account,
	session: sessions.Session,
	{ old, next }: PasswordChange
): Promise<void> {
	const putBack = await writePassword(accounts, address, await hashPassword(next));
	const sealed = config().token === undefined;
	if (sealed) await sessions.reseal(session, address, next);
	try {
		await proveNew(accounts, address, next);
	} catch (error) {
		await takenBack(async () => putBack(await hashPassword(old)));
		if (sealed) await sessions.reseal(session, address, old);
		if (!(error instanceof Problem) || error.code !== 'auth/wrong') throw error;
		log('accounts').error('the mail server does not read the passwords that POSTERN_ACCOUNTS names');
		throw new Problem('password/fixed', { cause: error });
	}
}

/** Dovecot looks for a new passwd-file once a second at the most; ms. */
const LOOKS_AGAIN = 1100;

/** Errors: as `verify`. A file is given the time in which the mail server notices it. */
async function proveNew({ kind }: AccountsConfig, user: string, password: string): Promise<void> {
	for (let again = kind === 'passwd-file' ? 2 : 0; ; again--) {
		try {
			return await verify({ kind: 'password', user, password });
		} catch (error) {
			if (again === 0 || !(error instanceof Problem) || error.code !== 'auth/wrong') throw error;
			await wait(LOOKS_AGAIN);
		}
	}
}

/** The account with its new password sealed in. */
async function freshAccount(session: sessions.Session, before: Account): Promise<Account> {
	return (await sessions.resume(session.token))?.account ?? before;
}
