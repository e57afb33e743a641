import { onEnd, type Session } from './sessions';

/** The administration falls asleep after this silence, ms, and wants the second factor again (security H13). */
export const ADMIN_IDLE = 15 * 60_000;

/** Last look at the administration by session; a restart forgets it, which asks once more and opens nothing. */
const looks = new Map<string, number>();
onEnd(({ id }) => looks.delete(id));

/**
 * May this session go on in the administration? It showed its second factor in this stay, and since then never
 * paused for longer than `ADMIN_IDLE`. A browser that is merely trusted has shown none.
 */
export function awake(session: Pick<Session, 'id' | 'second' | 'proved'>, now: number = Date.now()): boolean {
	if (!session.second || session.proved === null) return false;
	const last = Math.max(session.proved, looks.get(session.id) ?? 0);
	if (now - last > ADMIN_IDLE) return false;
	looks.set(session.id, now);
	return true;
}
