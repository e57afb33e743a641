import type { Address } from '$lib/mail/address';
import { nameKey } from '$lib/mail/name-key';
import type { Account } from '$lib/server/account';
import { log } from '$lib/server/log';
import * as passports from '$lib/server/store/passports';

/** People of one message that become known by being written to: of a circular nobody is anybody's friend. */
const MAX_PEOPLE = 50;

/** Notes who was written to, so that they are no strangers when they answer. Never fails. */
export async function rememberWritten(account: Account, people: readonly Address[]): Promise<void> {
	try {
		for (const { name, address } of people.slice(0, MAX_PEOPLE))
			await passports.wrote(account.address, { name, address, nameKey: nameKey(name) });
	} catch (err) {
		log('send').warn({ err }, 'who was written to could not be remembered');
	}
}
