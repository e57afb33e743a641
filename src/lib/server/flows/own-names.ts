import { canonicalHost } from '$lib/mail/registrable';
import type { OwnNames } from '$lib/mail/own-trace';
import { config } from '$lib/server/config';

let names: OwnNames | undefined;

/** What our own mail servers are called. */
export function ownNames(): OwnNames {
	const { authservIds, imap } = config();
	return (names ??= {
		ids: new Set(authservIds),
		hosts: new Set([...authservIds, imap.host].map(canonicalHost))
	});
}
