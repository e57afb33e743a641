import { createHash } from 'node:crypto';
import type { Account } from '$lib/server/account';

/** An account lives as long as its request, which may borrow a connection many times: it is opened once. */
const keys = new WeakMap<Account, string>();

/**
 * By what connections are shared: address and password. A session whose password was changed since must not ride on
 * the connections of the new one, nor take the new one down when its own is refused. Errors: `auth/expired`.
 */
export function keyOf(account: Account): string {
	const known = keys.get(account);
	if (known !== undefined) return known;
	const credential = account.credential();
	// A token is another one each time and opens the same mailbox.
	const digest =
		credential.kind === 'token' ? 'token' : createHash('sha256').update(credential.password).digest('base64');
	const key = `${account.address}\0${digest}`;
	keys.set(account, key);
	return key;
}

/** Keys of an address among those of a map. */
export function keysOf(address: string, all: ReadonlyMap<string, unknown>): string[] {
	return [...all.keys()].filter((key) => key.startsWith(`${address}\0`));
}
