import type { Kysely } from 'kysely';

/** What a person told others from the reader: answers to invitations, and mailing lists they left. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('answer')
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('event', 'text', (c) => c.notNull())
		.addColumn('occurrence', 'text', (c) => c.notNull())
		.addColumn('answer', 'text', (c) => c.notNull())
		.addColumn('comment', 'text', (c) => c.notNull())
		.addColumn('sequence', 'integer', (c) => c.notNull())
		.addColumn('organizer', 'text', (c) => c.notNull())
		.addColumn('at', 'integer', (c) => c.notNull())
		.addPrimaryKeyConstraint('answer_key', ['account', 'event', 'occurrence'])
		.execute();
	await db.schema
		.createTable('left_list')
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('list', 'text', (c) => c.notNull())
		.addColumn('told', 'text', (c) => c.notNull())
		.addColumn('at', 'integer', (c) => c.notNull())
		.addPrimaryKeyConstraint('left_list_key', ['account', 'list'])
		.execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
	for (const table of ['left_list', 'answer']) await db.schema.dropTable(table).execute();
}
