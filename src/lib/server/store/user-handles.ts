import { randomBytes } from 'node:crypto';
import { database } from './database';

/**
 * The name under which keys know an account: 32 random bytes, base64url, made when it is first needed. It says
 * nothing of the address (WebAuthn Level 3 §14.6.1).
 */
export async function handleOf(address: string): Promise<string> {
	await database()
		.insertInto('factor_owner')
		.values({ address, handle: randomBytes(32).toString('base64url') })
		.onConflict((conflict) => conflict.column('address').doNothing())
		.execute();
	const { handle } = await database()
		.selectFrom('factor_owner')
		.select('handle')
		.where('address', '=', address)
		.executeTakeFirstOrThrow();
	return handle;
}
