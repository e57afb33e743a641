import { sql, type Kysely } from 'kysely';

/** What passports need: which messages were counted, names to compare, signatures, and whether the past was looked at. */
export async function up(db: Kysely<unknown>): Promise<void> {
	const add = (column: string, type: 'text' | 'integer') =>
		db.schema.alterTable('sender').addColumn(column, type).execute();
	await add('name_key', 'text');
	await add('signed_since', 'integer');
	await add('searched', 'integer');
	await add('written', 'integer');
	await db.schema
		.createIndex('sender_name')
		.on('sender')
		.columns(['account', 'name_key'])
		.where(sql.ref('name_key'), 'is not', null)
		.execute();
	await db.schema
		.createTable('sender_message')
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('address', 'text', (c) => c.notNull())
		.addColumn('message', 'text', (c) => c.notNull())
		.addColumn('counted', 'integer', (c) => c.notNull())
		.addPrimaryKeyConstraint('sender_message_key', ['account', 'address', 'message'])
		.execute();
}
