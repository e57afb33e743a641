import * as sessions from '$lib/server/auth/sessions';
import { noteEvent, originOf, type Visit } from './security-event.ts';

/** Ends one session: its row, and through `onEnd` its connections and event streams. */
export async function signOut(session: { id: string }, address: string): Promise<void> {
	await sessions.end(session.id, address);
}

/** Ends another stay of the account, or all others when none is named. */
export async function signOutElsewhere(
	visit: Visit,
	address: string,
	session: { id: string },
	id?: string
): Promise<void> {
	await sessions.endOthers(address, session.id, id);
	await noteEvent({ address, kind: 'signed-out-elsewhere' }, originOf(visit), null);
}
