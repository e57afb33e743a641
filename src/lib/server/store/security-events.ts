import type { Generated } from 'kysely';
import { isEventKind, type EventDetail, type SecurityEvent } from '$lib/security/event';
import { database } from './database';

/** One line of the history of an account. */
export interface SecurityEventTable {
	id: Generated<number>;
	address: string;
	/** Epoch milliseconds. */
	at: number;
	kind: string;
	/** JSON object of strings and numbers, by kind. */
	detail: string;
	agent: string;
	client: string;
	/** Whose session did it: the owner's address, an administrator's, or `operator` for the command line. */
	actor: string;
}

/** Lines are added and never changed. */
export async function insert(address: string, event: Omit<SecurityEvent, 'id'>): Promise<void> {
	await database()
		.insertInto('security_event')
		.values({ ...event, address, detail: JSON.stringify(event.detail), agent: event.agent.slice(0, 200) })
		.execute();
}

/** The newest lines of an account, newest first; `before` is the id that ended the page before. */
export async function ofAddress(address: string, limit: number, before?: number): Promise<SecurityEvent[]> {
	const rows = await database()
		.selectFrom('security_event')
		.selectAll()
		.where('address', '=', address)
		.$if(before !== undefined, (query) => query.where('id', '<', before!))
		.orderBy('id', 'desc')
		.limit(limit)
		.execute();
	// A kind that a newer version wrote is left out rather than shown without words.
	return rows.flatMap(({ address: _, kind, detail, ...row }) =>
		isEventKind(kind) ? [{ ...row, kind, detail: JSON.parse(detail) as EventDetail }] : []
	);
}
