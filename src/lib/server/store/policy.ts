import { sql } from 'kysely';
import { database } from './database';

/** What administrators decided, one row for each decision; JSON values. */
export interface PolicyTable {
	name: string;
	value: string;
}

/** Every decision by its name; values as they were parsed from JSON, not looked at any further. */
export async function read(): Promise<Record<string, unknown>> {
	const rows = await database().selectFrom('policy').selectAll().execute();
	return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
}

/** Writes the given decisions, all or none; `newGrace`: everybody's time to set up a factor begins anew. */
export async function write(decisions: Readonly<Record<string, unknown>>, newGrace: boolean): Promise<void> {
	await database()
		.transaction()
		.execute(async (db) => {
			for (const [name, decision] of Object.entries(decisions)) {
				const value = JSON.stringify(decision);
				await db
					.insertInto('policy')
					.values({ name, value })
					.onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
					.execute();
			}
			if (newGrace) await db.updateTable('factor_owner').set({ grace_from: null }).execute();
		});
}

/**
 * When the account's time to set up a factor began, epoch ms; it begins `now` where it has not. `handle` is for an
 * account that has no row yet.
 */
export async function graceFrom(address: string, handle: string, now: number): Promise<number> {
	// Every request of somebody in these days asks: it reads, and writes once.
	const begun = await database()
		.selectFrom('factor_owner')
		.select('grace_from')
		.where('address', '=', address)
		.executeTakeFirst();
	if (begun?.grace_from) return begun.grace_from;
	const row = await database()
		.insertInto('factor_owner')
		.values({ address, handle, grace_from: now })
		.onConflict((conflict) =>
			conflict.column('address').doUpdateSet({ grace_from: sql<number>`coalesce(grace_from, ${now})` })
		)
		.returning('grace_from')
		.executeTakeFirstOrThrow();
	return row.grace_from ?? now;
}
