import { hasFactor } from '$lib/security/factor';
import { forgetHalves } from '$lib/server/auth/half';
import * as sessions from '$lib/server/auth/sessions';
import { forgetBrowsers } from '$lib/server/auth/trusted';
import { waysOf } from '$lib/server/auth/ways';

/**
 * A factor was added, removed or reset, or the password is another: whoever came in by the old ones goes. Other
 * sessions end with their streams (security A10), half sessions too, and no browser is trusted any more. The acting
 * session, null where an administrator or the operator acts, goes on.
 */
export async function factorsChanged(
	address: string,
	session: { readonly id: string } | null
): Promise<void> {
	await forgetBrowsers(address);
	await forgetHalves(address);
	await sessions.endOthers(address, session?.id ?? '');
	if (session) await sessions.markSecond(session.id, hasFactor(await waysOf(address)));
}
