import type { Account } from '$lib/server/account';
import * as senders from '$lib/server/store/senders';
import type { OpenHeader } from '$lib/mail/open-message';
import type { SenderCaution, SenderTruth } from '$lib/mail/sender-truth';
import { cautionOf, FAMILIAR } from '$lib/mail/sender-warnings';

/** What to look out for with a sender. Only one that is new here is held against those the reader knows. */
export async function senderCaution(
	account: Account,
	header: OpenHeader,
	truth: SenderTruth
): Promise<SenderCaution> {
	const known = (truth.passport?.messages ?? 0) < FAMILIAR ? await senders.familiar(account.address) : [];
	return cautionOf({ header, truth, own: account.address, known });
}
