import type { Kysely } from 'kysely';

/** Sessions, settings of an account, and the counters that slow guessing down. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('session')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('address', 'text', (c) => c.notNull())
		.addColumn('sealed', 'blob', (c) => c.notNull())
		.addColumn('persistent', 'integer', (c) => c.notNull())
		.addColumn('created', 'integer', (c) => c.notNull())
		.addColumn('seen', 'integer', (c) => c.notNull())
		.addColumn('agent', 'text', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('session_address').on('session').column('address').execute();
	await db.schema
		.createTable('settings')
		.addColumn('address', 'text', (c) => c.primaryKey())
		.addColumn('value', 'text', (c) => c.notNull())
		.execute();
	// The shape rate-limiter-flexible expects.
	await db.schema
		.createTable('throttle')
		.addColumn('key', 'text', (c) => c.primaryKey())
		.addColumn('points', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('expire', 'integer')
		.execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
	for (const table of ['throttle', 'settings', 'session']) await db.schema.dropTable(table).execute();
}
