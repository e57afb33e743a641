import type { Credential } from '$lib/server/account';
import type { Wire } from './wire';

/**
 * The connection that proved a password at sign-in waits here for a moment, so that the first list does not log
 * in a second time (an ARGON2 check costs the mail server tens of milliseconds).
 */

/** Milliseconds. */
const KEEP = 15_000;
const MAX = 100;

const waiting = new Map<string, { credential: Credential; imap: Wire; timer: NodeJS.Timeout }>();

/** Keeps a signed-in connection for whoever shows the same credential soon. */
export function keepProven(credential: Credential, imap: Wire): void {
	discard(credential.user);
	if (waiting.size >= MAX) {
		imap.close();
		return;
	}
	const timer = setTimeout(() => discard(credential.user), KEEP).unref();
	waiting.set(credential.user, { credential, imap, timer });
}

/**
 * The waiting connection of exactly this credential, if it still stands. A token is a claim to be this user that we
 * could sign at any time, so that it may take what the user's password has opened.
 */
export function takeProven(credential: Credential): Wire | null {
	const found = waiting.get(credential.user);
	if (!found || !same(found.credential, credential)) return null;
	clearTimeout(found.timer);
	waiting.delete(credential.user);
	return found.imap.usable ? found.imap : null;
}

/** Closes waiting connections, of one user or all. */
export function discard(user?: string): void {
	for (const [name, { imap, timer }] of [...waiting]) {
		if (user !== undefined && name !== user) continue;
		clearTimeout(timer);
		waiting.delete(name);
		imap.close();
	}
}

function same(one: Credential, other: Credential): boolean {
	if (other.kind === 'token') return true;
	return one.kind === 'password' && one.password === other.password;
}
