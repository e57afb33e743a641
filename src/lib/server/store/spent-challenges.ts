import { database } from './database';

/** Notes that a challenge was answered; false when it was before. What has expired by `now` is forgotten. */
export async function spend(id: string, expires: number, now: number): Promise<boolean> {
	await database().deleteFrom('spent_challenge').where('expires', '<', now).execute();
	const { numInsertedOrUpdatedRows } = await database()
		.insertInto('spent_challenge')
		.values({ id, expires })
		.onConflict((conflict) => conflict.column('id').doNothing())
		.executeTakeFirstOrThrow();
	return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
