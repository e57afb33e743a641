import { parseSettings, type Settings } from '$lib/mail/settings';
import { database } from './database';

export interface SettingsTable {
	address: string;
	/** JSON of `Partial<Settings>`. */
	value: string;
}

/** What was chosen so far; what is missing follows the browser or the defaults. */
export async function get(address: string): Promise<Partial<Settings>> {
	const row = await database()
		.selectFrom('settings')
		.select('value')
		.where('address', '=', address)
		.executeTakeFirst();
	return row ? parseSettings(JSON.parse(row.value)) : {};
}

/** Adds to what was chosen before. Returns the whole. */
export async function put(address: string, chosen: Partial<Settings>): Promise<Partial<Settings>> {
	const whole = { ...(await get(address)), ...chosen };
	const value = JSON.stringify(whole);
	await database()
		.insertInto('settings')
		.values({ address, value })
		.onConflict((conflict) => conflict.column('address').doUpdateSet({ value }))
		.execute();
	return whole;
}
