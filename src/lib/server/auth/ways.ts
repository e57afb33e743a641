import { hasFactor, type Ways } from '$lib/security/factor';
import { asksFor } from '$lib/security/policy';
import type { Account } from '$lib/server/account';
import { Problem } from '$lib/server/problem';
import * as factors from '$lib/server/store/factors';
import { demandOn, policy } from './policy';

/** What the account could show beside its password now. */
export async function waysOf(address: string): Promise<Ways> {
	return factors.waysOf(address);
}

/** Until when the account must set a factor up, epoch ms; null: it has one, or none is asked for. */
export async function dueBy({ address, admin }: Account): Promise<number | null> {
	if (!asksFor(await policy(), admin) || hasFactor(await waysOf(address))) return null;
	return (await demandOn(address, admin)).until;
}

/** Refuses to take the last factor from somebody who must have one. Errors: `factor/last`. */
export async function refuseLast({ address, admin }: Account, after: Ways): Promise<void> {
	if (!hasFactor(after) && (await demandOn(address, admin)).needed) throw new Problem('factor/last');
}
