import { FOR_EVERYBODY, isEventKind, type EventDetail, type SecurityEvent } from '$lib/security/event';
import { database } from './database';

/** A line of the history of all accounts. */
export interface AuditEvent extends SecurityEvent {
	/** Whom it was done to; the administrator's own address where it concerns everybody. */
	readonly address: string;
}

/** Lines of one page. */
const PAGE = 100;

/** What administrators and the operator did: rules they changed, and whatever they did to others. Newest first. */
export async function auditTrail(before?: number): Promise<{ events: AuditEvent[]; more: boolean }> {
	const rows = await database()
		.selectFrom('security_event')
		.selectAll()
		.where((is) => is.or([is('kind', 'in', FOR_EVERYBODY), is('actor', '!=', is.ref('address'))]))
		.$if(before !== undefined, (query) => query.where('id', '<', before!))
		.orderBy('id', 'desc')
		.limit(PAGE + 1)
		.execute();
	const events = rows
		.slice(0, PAGE)
		.flatMap(({ kind, detail, ...row }): AuditEvent[] =>
			isEventKind(kind) ? [{ ...row, kind, detail: JSON.parse(detail) as EventDetail }] : []
		);
	return { events, more: rows.length > PAGE };
}
