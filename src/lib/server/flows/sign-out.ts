import * as sessions from '$lib/server/auth/sessions';
import { noteEvent, type Origin } from './security-event.ts';

/** Ends one session: its row, and through `onEnd` its connections and event streams. */
export async function signOut(session: { id: string }, address: string): Promise<void> {
	await sessions.end(session.id, address);
}

/** Ends another stay of the account, or all others when none is named. */
export async function signOutElsewhere(
	address: string,
	session: { id: string },
	origin: Origin,
	id?: string
): Promise<void> {
	const ended = await sessions.endOthers(address, session.id, id);
	if (ended > 0) await noteEvent({ address, kind: 'signed-out-elsewhere' }, origin, null);
}
