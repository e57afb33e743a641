import { hasFactor, type Ways } from '$lib/security/factor';
import type { Account } from '$lib/server/account';
import { Problem } from '$lib/server/problem';
import * as factors from '$lib/server/store/factors';
import { demandOn } from './policy';

/** What the account could show beside its password now. */
export async function waysOf(address: string): Promise<Ways> {
	return factors.waysOf(address);
}

/** Refuses to take the last factor from somebody who must have one. Errors: `factor/last`. */
export async function refuseLast({ address, admin }: Account, after: Ways): Promise<void> {
	if (!hasFactor(after) && (await demandOn(address, admin)).needed) throw new Problem('factor/last');
}
