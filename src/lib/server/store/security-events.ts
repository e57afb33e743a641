import type { Generated } from 'kysely';
import { EVENT_KINDS, type EventDetail, type EventKind, type SecurityEvent } from '$lib/security/event';
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

/** What happens without anything being changed: of each kind an account keeps the newest `MOST_OFTEN` lines. */
const OFTEN: readonly EventKind[] = ['sign-in', 'sign-in-refused'];
export const MOST_OFTEN = 500;

/** Lines are added and never changed; whatever changed what opens a mailbox stays for ever. */
export async function insert(address: string, event: Omit<SecurityEvent, 'id'>): Promise<void> {
	await database()
		.insertInto('security_event')
		.values({ ...event, address, detail: JSON.stringify(event.detail), agent: event.agent.slice(0, 200) })
		.execute();
	if (OFTEN.includes(event.kind)) await forgetOldest(address, event.kind);
}

async function forgetOldest(address: string, kind: EventKind): Promise<void> {
	const first = database()
		.selectFrom('security_event')
		.select('id')
		.where('address', '=', address)
		.where('kind', '=', kind)
		.orderBy('id', 'desc')
		.limit(1)
		.offset(MOST_OFTEN);
	await database()
		.deleteFrom('security_event')
		.where('address', '=', address)
		.where('kind', '=', kind)
		.where('id', '<=', first)
		.execute();
}

/**
 * The newest lines of an account, newest first; `before` is the id that ended the page before. Kinds that a newer
 * version wrote are left out: there are no words for them.
 */
export async function ofAddress(address: string, limit: number, before?: number): Promise<SecurityEvent[]> {
	const rows = await database()
		.selectFrom('security_event')
		.selectAll()
		.where('address', '=', address)
		.where('kind', 'in', EVENT_KINDS)
		.$if(before !== undefined, (query) => query.where('id', '<', before!))
		.orderBy('id', 'desc')
		.limit(limit)
		.execute();
	return rows.map(({ address: _, kind, detail, ...row }) => ({
		...{ ...row, kind: kind as EventKind, detail: JSON.parse(detail) as EventDetail }
	}));
}

/** The last sign-in that began before this moment, epoch ms. */
export async function signInBefore(
	address: string,
	moment: number
): Promise<{ at: number; client: string } | undefined> {
	return database()
		.selectFrom('security_event')
		.select(['at', 'client'])
		.where('address', '=', address)
		.where('kind', '=', 'sign-in')
		.where('at', '<', moment)
		.orderBy('at', 'desc')
		.limit(1)
		.executeTakeFirst();
}
