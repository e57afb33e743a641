import { database } from './database';

/** A mailing list an account has left. */
export interface LeftListTable {
	account: string;
	/** What the list is known by here (`listKey`). */
	list: string;
	/** Host or address that was told. */
	told: string;
	/** ms since 1970. */
	at: number;
}

/** When the list was left, ms since 1970, or null. */
export async function leftAt(account: string, list: string): Promise<number | null> {
	const row = await database()
		.selectFrom('left_list')
		.select('at')
		.where('account', '=', account)
		.where('list', '=', list)
		.executeTakeFirst();
	return row?.at ?? null;
}

/** Remembers that the list was left; a later time takes the place of an earlier one. */
export async function put(row: LeftListTable): Promise<void> {
	await database()
		.insertInto('left_list')
		.values(row)
		.onConflict((conflict) =>
			conflict.columns(['account', 'list']).doUpdateSet({ at: row.at, told: row.told })
		)
		.execute();
}
