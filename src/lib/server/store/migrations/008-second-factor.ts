import type { Kysely } from 'kysely';

/** Second factors, half sessions, trusted browsers, the policy, and the history of all that. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.alterTable('session')
		.addColumn('second', 'integer', (c) => c.notNull().defaultTo(0))
		.execute();
	await db.schema.alterTable('session').addColumn('proved', 'integer').execute();
	await db.schema
		.alterTable('session')
		.addColumn('way', 'text', (c) => c.notNull().defaultTo('password'))
		.execute();
	await db.schema
		.alterTable('session')
		.addColumn('client', 'text', (c) => c.notNull().defaultTo(''))
		.execute();
	await db.schema
		.createTable('half_session')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('address', 'text', (c) => c.notNull())
		.addColumn('sealed', 'blob', (c) => c.notNull())
		.addColumn('way', 'text', (c) => c.notNull())
		.addColumn('persistent', 'integer', (c) => c.notNull())
		.addColumn('created', 'integer', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('factor_owner')
		.addColumn('address', 'text', (c) => c.primaryKey())
		.addColumn('handle', 'text', (c) => c.notNull().unique())
		.addColumn('totp_sealed', 'blob')
		.addColumn('totp_since', 'integer')
		.addColumn('totp_step', 'integer')
		.addColumn('totp_used', 'integer')
		.addColumn('codes_made', 'integer')
		.addColumn('grace_from', 'integer')
		.execute();
	await db.schema
		.createTable('security_key')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('address', 'text', (c) => c.notNull())
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('public_key', 'blob', (c) => c.notNull())
		.addColumn('algorithm', 'integer', (c) => c.notNull())
		.addColumn('counter', 'integer', (c) => c.notNull())
		.addColumn('transports', 'text', (c) => c.notNull())
		.addColumn('aaguid', 'text', (c) => c.notNull())
		.addColumn('discoverable', 'integer', (c) => c.notNull())
		.addColumn('backup_eligible', 'integer', (c) => c.notNull())
		.addColumn('backed_up', 'integer', (c) => c.notNull())
		.addColumn('prf', 'integer', (c) => c.notNull())
		.addColumn('wrapped', 'blob')
		.addColumn('blocked', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('created', 'integer', (c) => c.notNull())
		.addColumn('used', 'integer')
		.addColumn('used_from', 'text')
		.execute();
	await db.schema.createIndex('security_key_address').on('security_key').column('address').execute();
	await db.schema
		.createTable('recovery_code')
		.addColumn('address', 'text', (c) => c.notNull())
		.addColumn('hash', 'text', (c) => c.notNull())
		.addColumn('used', 'integer')
		.addPrimaryKeyConstraint('recovery_code_key', ['address', 'hash'])
		.execute();
	await db.schema
		.createTable('spent_challenge')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('expires', 'integer', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('trusted_browser')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('address', 'text', (c) => c.notNull())
		.addColumn('created', 'integer', (c) => c.notNull())
		.addColumn('expires', 'integer', (c) => c.notNull())
		.addColumn('used', 'integer', (c) => c.notNull())
		.addColumn('agent', 'text', (c) => c.notNull())
		.addColumn('client', 'text', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('trusted_browser_address').on('trusted_browser').column('address').execute();
	await db.schema
		.createTable('security_event')
		.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
		.addColumn('address', 'text', (c) => c.notNull())
		.addColumn('at', 'integer', (c) => c.notNull())
		.addColumn('kind', 'text', (c) => c.notNull())
		.addColumn('detail', 'text', (c) => c.notNull())
		.addColumn('agent', 'text', (c) => c.notNull())
		.addColumn('client', 'text', (c) => c.notNull())
		.addColumn('actor', 'text', (c) => c.notNull())
		.execute();
	await db.schema
		.createIndex('security_event_address')
		.on('security_event')
		.columns(['address', 'at'])
		.execute();
	await db.schema
		.createTable('policy')
		.addColumn('name', 'text', (c) => c.primaryKey())
		.addColumn('value', 'text', (c) => c.notNull())
		.execute();
}
