import { CompiledQuery } from 'kysely';
import { database } from './database';
import { REMOVE_FACTORS } from './reset-sql';

/** Removes every factor of an account and its recovery codes, all or none; its grace begins anew. */
export async function removeFactors(address: string): Promise<void> {
	await database()
		.transaction()
		.execute(async (all) => {
			for (const statement of REMOVE_FACTORS) {
				await all.executeQuery(CompiledQuery.raw(statement, [address]));
			}
		});
}
