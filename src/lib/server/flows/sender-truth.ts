import type { Account } from '$lib/server/account';
import { config } from '$lib/server/config';
import { eachField } from '$lib/mail/header-fields';
import { ownTrace, type OwnNames } from '$lib/mail/own-trace';
import { canonicalHost } from '$lib/mail/registrable';
import { authenticityOf, standingOf } from '$lib/mail/standing';
import type { SenderTruth } from '$lib/mail/sender-truth';
import type { MessageStructure } from '$lib/mail/structure';

let names: OwnNames | undefined;

/** What our own servers are called. */
export function ownNames(): OwnNames {
	const { authservIds, imap } = config();
	return (names ??= {
		ids: new Set(authservIds),
		hosts: new Set([...authservIds, imap.host].map(canonicalHost))
	});
}

/** What is known about who sent a message, without asking the mail server anything more. */
export async function senderTruth(_account: Account, message: MessageStructure): Promise<SenderTruth> {
	const { results } = ownTrace(eachField(message.top), ownNames());
	const authenticity = authenticityOf(results);
	return {
		standing: standingOf(message.header.from, authenticity),
		authenticity,
		passport: null,
		namesake: null
	};
}
