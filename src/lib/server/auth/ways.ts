import type { Ways } from '$lib/security/factor';
import * as factors from '$lib/server/store/factors';

/** What the account could show beside its password now. */
export async function waysOf(address: string): Promise<Ways> {
	return factors.waysOf(address);
}
