import { createHash, timingSafeEqual } from 'node:crypto';
import { requestOptions, verifyAssertion } from '$lib/server/auth/assertion';
import * as throttle from '$lib/server/auth/throttle';
import { sealWrapped } from '$lib/server/auth/wrapped';
import type { Account } from '$lib/server/account';
import { Problem } from '$lib/server/problem';
import * as keys from '$lib/server/store/security-keys';
import { note, type KeyOwner } from './manage-keys';
import { noteCopy } from './prove-factor';

/** Longest wrapped password, bytes: the password itself is at most 1,024 characters. */
const LONGEST = 4096 + 64;

async function ownKey({ account }: KeyOwner, id: string): Promise<keys.SecurityKeyRow> {
	const row = await keys.find(id);
	// With tokens there is no password that a key could keep.
	if (row?.address !== account.address || row.blocked === 1 || account.credential().kind !== 'password') {
		throw new Problem('input/invalid');
	}
	return row;
}

/** The question to the key that is to unlock the mailbox alone. Errors: `input/invalid`. */
export async function askUnlock(owner: KeyOwner, id: string): Promise<unknown> {
	await ownKey(owner, id);
	return requestOptions('proof', owner.session.id, owner.account.address, id);
}

export interface Unlock {
	/** As it was typed, so that nothing wrong is wrapped. */
	readonly password: string;
	/** The same, encrypted in the page under what the key computed; base64. */
	readonly wrapped: string;
	readonly response: unknown;
}

/**
 * From now on this key opens the mailbox by itself. Errors: as `verifyAssertion`; `auth/factor` when it did not prove
 * its owner or the password is not the one of this session, `auth/throttled`, `input/invalid`.
 */
export async function setUnlock(owner: KeyOwner, id: string, unlock: Unlock): Promise<void> {
	const { account, session, agent, client } = owner;
	const row = await ownKey(owner, id);
	const blob = Buffer.from(unlock.wrapped, 'base64');
	if (blob.length < 29 || blob.length > LONGEST) throw new Problem('input/invalid');
	await holdPassword(account, client, unlock.password);
	const asking = { ceremony: 'proof', binding: session.id, address: account.address, client } as const;
	const { key, userVerified } = await verifyAssertion(unlock.response, asking).catch(
		noteCopy({ agent, client }, account)
	);
	if (key !== id || !userVerified) throw new Problem('auth/factor');
	await keys.setWrapped(account.address, id, sealWrapped(blob, account.address, id));
	await note(owner, 'key-unlocks', row.name);
}

/** Guesses are counted with those at the door: whoever took a session over does not learn the password here. */
async function holdPassword(account: Account, client: string, typed: string): Promise<void> {
	const attempt = { address: account.address, client, device: null };
	await throttle.count(attempt);
	const credential = account.credential();
	const digest = (text: string) => createHash('sha256').update(text).digest();
	if (credential.kind !== 'password' || !timingSafeEqual(digest(credential.password), digest(typed))) {
		throw new Problem('auth/factor');
	}
	await throttle.giveBack(attempt);
}

/** The key comes after the password again. Errors: `input/invalid`. */
export async function removeUnlock(owner: KeyOwner, id: string): Promise<void> {
	const row = await keys.find(id);
	if (row?.address !== owner.account.address) throw new Problem('input/invalid');
	await keys.setWrapped(owner.account.address, id, null);
	await note(owner, 'key-locked', row.name);
}
