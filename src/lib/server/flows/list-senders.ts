import type { Account } from '$lib/server/account';
import * as senders from '$lib/server/store/senders';
import type { ChosenSender } from '$lib/mail/chosen-sender';

/** Senders for whom something was chosen, by address. Errors: `store/away`. */
export async function listSenders(account: Account): Promise<ChosenSender[]> {
	const rows = await senders.chosen(account.address);
	return rows.map(({ address, name, images_since, light }) => ({
		address,
		name,
		imagesSince: images_since,
		light: light === 1
	}));
}
