import { log } from '$lib/server/log';
import * as table from '$lib/server/store/sessions';
import { end } from './sessions';

/**
 * The operator's command ends sessions in the database itself. A request finds out by itself, a stream that stays
 * open does not: for the sessions of streams the table is asked every few seconds (security A10).
 */
const open = new Map<string, { address: string; streams: number }>();

/** Milliseconds between two looks at the table. */
export const LOOK_EVERY = 3000;

/** A stream of this session is open until the function that is returned is called. */
export function watchOver(id: string, address: string): () => void {
	const entry = open.get(id) ?? { address, streams: 0 };
	entry.streams++;
	open.set(id, entry);
	return () => {
		if (--entry.streams === 0) open.delete(id);
	};
}

/** Tells whoever listens of the sessions that are in the table no more. */
export async function findEnded(): Promise<void> {
	try {
		const there = await table.existing([...open.keys()]);
		for (const [id, { address }] of [...open]) if (!there.has(id)) await end(id, address);
	} catch (err) {
		log('auth').warn({ err }, 'the sessions of open streams were not looked at');
	}
}
