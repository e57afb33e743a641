import * as sessions from '$lib/server/auth/sessions';

/** Ends one session: its row, and through `onEnd` its connections and event streams. */
export async function signOut(session: { id: string }, address: string): Promise<void> {
	await sessions.end(session.id, address);
}
