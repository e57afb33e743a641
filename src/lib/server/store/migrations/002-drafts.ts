import type { Kysely } from 'kysely';

/** Drafts in progress, the files that go with them, and messages on their way out. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('draft')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('revision', 'integer', (c) => c.notNull())
		.addColumn('content', 'text', (c) => c.notNull())
		.addColumn('origin', 'text')
		.addColumn('in_reply_to', 'text', (c) => c.notNull())
		.addColumn('message_references', 'text', (c) => c.notNull())
		.addColumn('message_id', 'text', (c) => c.notNull())
		.addColumn('copy_folder', 'text')
		.addColumn('copy_validity', 'text')
		.addColumn('copy_uid', 'integer')
		.addColumn('copy_revision', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('updated', 'integer', (c) => c.notNull())
		.execute();
	await db.schema
		.createIndex('draft_copy')
		.on('draft')
		.columns(['account', 'copy_folder', 'copy_uid'])
		.execute();
	await db.schema
		.createTable('attachment')
		.addColumn('draft', 'text', (c) => c.notNull())
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('type', 'text', (c) => c.notNull())
		.addColumn('size', 'integer', (c) => c.notNull())
		.addColumn('file', 'text', (c) => c.notNull())
		.addColumn('position', 'integer', (c) => c.notNull())
		.addPrimaryKeyConstraint('attachment_key', ['draft', 'name'])
		.execute();
	await db.schema
		.createTable('outbox')
		.addColumn('draft', 'text', (c) => c.primaryKey())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('state', 'text', (c) => c.notNull())
		.addColumn('message_id', 'text', (c) => c.notNull())
		.addColumn('subject', 'text', (c) => c.notNull())
		.addColumn('file', 'text')
		.addColumn('size', 'integer', (c) => c.notNull())
		.addColumn('origin', 'text')
		.addColumn('refused', 'text', (c) => c.notNull())
		.addColumn('folder', 'text')
		.addColumn('told', 'integer', (c) => c.notNull())
		.addColumn('updated', 'integer', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('outbox_account').on('outbox').columns(['account', 'state']).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
	for (const table of ['outbox', 'attachment', 'draft']) await db.schema.dropTable(table).execute();
}
