import type { Kysely } from 'kysely';

/** People who wrote: what is usual about them, and what the reader chose for their mail. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('sender')
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('address', 'text', (c) => c.notNull())
		.addColumn('name', 'text', (c) => c.notNull().defaultTo(''))
		.addColumn('first_seen', 'integer')
		.addColumn('last_seen', 'integer')
		.addColumn('messages', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('signed_by', 'text')
		.addColumn('images_since', 'integer')
		.addColumn('light', 'integer', (c) => c.notNull().defaultTo(0))
		.addPrimaryKeyConstraint('sender_key', ['account', 'address'])
		.execute();
}
