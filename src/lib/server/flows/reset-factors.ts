import type { Account } from '$lib/server/account';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import * as people from '$lib/server/store/people';
import { removeFactors } from '$lib/server/store/reset';
import * as settings from '$lib/server/store/settings';
import { resetLetter } from '$lib/server/wording/reset-letter';
import { factorsChanged } from './factors-changed.ts';
import { noteEvent, type Origin } from './security-event.ts';
import { requireIdentity } from './list-identities.ts';
import { noteId, sendNote } from './send-note.ts';

/**
 * An administrator takes away every second factor of somebody who has lost theirs (security A11): the person is
 * signed out everywhere and told by a letter from the administrator's own account. Returns whether that letter went
 * out; a mail server that is away holds up no reset. Errors: `input/invalid` for oneself and for who is not known.
 */
export async function resetFactors(
	administrator: Account,
	address: string,
	origin: Origin
): Promise<{ told: boolean }> {
	const who = address.trim().toLowerCase();
	if (who === administrator.address || !(await people.known(who))) throw new Problem('input/invalid');
	await removeFactors(who);
	await factorsChanged(who, null);
	await noteEvent({ address: who, kind: 'factors-reset', actor: administrator.address }, origin, null);
	return { told: await tell(administrator, who) };
}

async function tell(administrator: Account, address: string): Promise<boolean> {
	try {
		const { locale } = await settings.get(address);
		const from = requireIdentity(administrator, administrator.address);
		await sendNote(administrator, noteId('factors-reset', address, Date.now()), {
			...{ from, to: [{ name: '', address }], inReplyTo: '', references: [] },
			...resetLetter(address, administrator.address, locale)
		});
		return true;
	} catch (err) {
		log('security').error({ err, address }, 'a person was not told that their second factor was reset');
		return false;
	}
}
