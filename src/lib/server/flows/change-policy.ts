import { type Policy } from '$lib/security/policy';
import type { Account } from '$lib/server/account';
import { policy, setPolicy } from '$lib/server/auth/policy';
import { shortenTrust } from '$lib/server/auth/trusted';
import { noteEvent, type Origin } from './security-event.ts';

/** Changes the policy; each part that is another now is a line in the history, with what it was (security H10). */
export async function changePolicy(
	account: Account,
	change: Partial<Policy>,
	origin: Origin
): Promise<Policy> {
	const before = await policy();
	const after = await setPolicy(change);
	await shortenTrust(after.trustDays);
	const { address } = account;
	for (const part of ['secondFactor', 'graceDays', 'trustDays'] as const) {
		if (before[part] === after[part]) continue;
		const detail = { part, from: before[part], to: after[part] };
		await noteEvent({ address, kind: 'policy-changed', detail }, origin, null);
	}
	return after;
}
