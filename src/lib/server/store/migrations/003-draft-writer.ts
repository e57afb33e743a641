import type { Kysely } from 'kysely';

/** Who saved a draft last. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable('draft').addColumn('writer', 'text').execute();
	await db.schema
		.alterTable('draft')
		.addColumn('turn', 'integer', (c) => c.notNull().defaultTo(0))
		.execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
	for (const column of ['writer', 'turn']) await db.schema.alterTable('draft').dropColumn(column).execute();
}
