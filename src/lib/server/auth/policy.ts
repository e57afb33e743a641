import { randomBytes } from 'node:crypto';
import { hasFactor } from '$lib/security/factor';
import { asksFor, DEFAULT_POLICY, mayEnrol, parsePolicy, type Policy } from '$lib/security/policy';
import type { Account } from '$lib/server/account';
import { Problem } from '$lib/server/problem';
import { waysOf } from '$lib/server/store/factors';
import * as table from '$lib/server/store/policy';
import type { Session } from './sessions';

const DAY = 24 * 3_600_000;

/** Nobody else writes the table; factors, which the operator's command removes too, are never remembered here. */
let known: Promise<Policy> | undefined;

/** What holds now. */
export function policy(): Promise<Policy> {
	known ??= table.read().then((stored) => ({ ...DEFAULT_POLICY, ...parsePolicy(stored) }));
	return known.catch((error: unknown) => {
		known = undefined;
		throw error;
	});
}

/** Changes what is named. Who must set up a factor has all their days from the next sign-in. Returns the whole. */
export async function setPolicy(change: Partial<Policy>): Promise<Policy> {
	const before = await policy();
	const after = { ...before, ...parsePolicy(change) };
	await table.write({ ...after }, after.secondFactor !== before.secondFactor);
	known = Promise.resolve(after);
	return after;
}

/** Has the account a second factor? One that is blocked counts: it is no way around the second step. */
export async function hasEnrolled(address: string): Promise<boolean> {
	return hasFactor(await waysOf(address));
}

/** What the policy asks of an account. */
export interface Demand {
	/** It must have a second factor, whether it has one or not. */
	readonly needed: boolean;
	/** Until when it may do without, epoch ms; null where none is needed. */
	readonly until: number | null;
}

/** What is asked of this account; the first to ask begins its days of grace. */
export async function demandOn(address: string, admin: boolean, now: number = Date.now()): Promise<Demand> {
	const rules = await policy();
	if (!asksFor(rules, admin)) return { needed: false, until: null };
	const from = await table.graceFrom(address, randomBytes(32).toString('base64url'), now);
	return { needed: true, until: from + rules.graceDays * DAY };
}

/** Until when the account must set a factor up, epoch ms; null: it has one, or none is asked for. */
export async function dueBy(
	{ address, admin }: Pick<Account, 'address' | 'admin'>,
	now: number = Date.now()
): Promise<number | null> {
	if (!asksFor(await policy(), admin) || (await hasEnrolled(address))) return null;
	return (await demandOn(address, admin, now)).until;
}

/** Must this session set up a second factor before it may see mail? */
export async function mustEnrol(
	session: Pick<Session, 'second' | 'account'>,
	now: number = Date.now()
): Promise<boolean> {
	if (session.second) return false;
	const until = await dueBy(session.account, now);
	return until !== null && now >= until;
}

/** Refuses to set up a factor where the policy has them off. Errors: `factor/off`. */
export async function refuseEnrolment(account: Pick<Account, 'admin'>): Promise<void> {
	if (!mayEnrol(await policy(), account.admin)) throw new Problem('factor/off');
}
