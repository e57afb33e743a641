import type { Account } from '$lib/server/account';
import * as senders from '$lib/server/store/senders';
import type { Address } from '$lib/mail/address';
import { NO_CHOICE, type SenderChoice, type Standing } from '$lib/mail/sender-truth';

/**
 * What the reader chose for the mail of this sender. Pictures load only where the sender is proved in this very
 * message; the paper is a matter of looks, and a forger gains nothing by it. Errors: `store/away`.
 */
export async function senderChoice(
	account: Account,
	from: readonly Address[],
	standing: Standing
): Promise<SenderChoice> {
	const [only, ...others] = from;
	if (!only?.address || others.length > 0) return NO_CHOICE;
	const row = await senders.find(account.address, only.address);
	const proved = standing === 'proved';
	return {
		images: proved && (row?.images_since ?? null) !== null,
		mayAlways: proved,
		light: row?.light === 1
	};
}
