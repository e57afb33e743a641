import type { Address } from '$lib/mail/address';
import type { Account } from '$lib/server/account';
import { Problem } from '$lib/server/problem';

/** Who this account may write as. The first one is what a new message starts with. */
export function listIdentities(account: Account): readonly Address[] {
	return [{ name: '', address: account.address }];
}

/** The identity of that address, or `send/from`: a page may ask for any sender, only one's own is served (security I4). */
export function requireIdentity(account: Account, address: string): Address {
	const identity = listIdentities(account).find(
		(own) => own.address.toLowerCase() === address.trim().toLowerCase()
	);
	if (!identity) throw new Problem('send/from');
	return identity;
}
