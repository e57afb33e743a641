import type { Account } from '$lib/server/account';
import * as senders from '$lib/server/store/senders';
import { Problem } from '$lib/server/problem';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { openMessage } from './open-message';

/** What is to hold for a sender from now on; what is left out stays as it is. */
export interface ChoiceOfSender {
	readonly images?: boolean | undefined;
	readonly light?: boolean | undefined;
	/** The message the choice was made in. */
	readonly message?: { readonly folder: FolderPath; readonly uid: Uid } | undefined;
}

/**
 * Keeps a choice for all mail of an address. Letting pictures load needs a message in which the sender is
 * proved: else whoever forges an address could have it trusted. Errors: `sender/unproved`, `message/missing`,
 * `folder/missing`, `server/*`, `store/away`.
 */
export async function chooseForSender(
	account: Account,
	address: string,
	{ images, light, message }: ChoiceOfSender
): Promise<void> {
	const name = images ? await provedName(account, address, message) : undefined;
	await senders.put(account.address, address, {
		...(images === undefined ? {} : { images_since: images ? Date.now() : null }),
		...(light === undefined ? {} : { light: light ? 1 : 0 }),
		...(name ? { name } : {})
	});
}

async function provedName(
	account: Account,
	address: string,
	message: ChoiceOfSender['message']
): Promise<string> {
	if (!message) throw new Problem('sender/unproved');
	const { header, truth } = await openMessage(account, message.folder, message.uid, { form: 'text' });
	const [from, ...others] = header.from;
	const same = from?.address.toLowerCase() === address.toLowerCase() && others.length === 0;
	if (!from || !same || truth.standing !== 'proved') throw new Problem('sender/unproved');
	return from.name;
}
