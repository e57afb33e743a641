import type { Kysely } from 'kysely';

/** An app that is being set up stands beside the one in use until its first code was right. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable('factor_owner').addColumn('totp_next', 'blob').execute();
}
