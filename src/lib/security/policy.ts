/** What administrators decide about the second factor of everybody. */

/**
 * `off`: nobody but an administrator may set one up, those that exist go on working; `offered`: who likes;
 * `admins`: administrators must, the others may; `required`: everybody must.
 */
export const DEMANDS = ['off', 'offered', 'admins', 'required'] as const;

export interface Policy {
	readonly secondFactor: (typeof DEMANDS)[number];
	/** Days that somebody has, from the first sign-in after it is asked for, to set up a factor. */
	readonly graceDays: number;
	/** Days for which a browser may be trusted; 0: never. */
	readonly trustDays: number;
}

export const DEFAULT_POLICY: Policy = { secondFactor: 'offered', graceDays: 7, trustDays: 30 };

/** Most days that may be set; a browser that is trusted for a year is trusted for ever. */
export const MOST_DAYS = { graceDays: 90, trustDays: 365 } as const;

/** The known parts of a stored or posted value; whatever is out of range or unknown is left out. */
export function parsePolicy(value: unknown): Partial<Policy> {
	if (typeof value !== 'object' || value === null) return {};
	const given = value as Record<string, unknown>;
	const found: Record<string, unknown> = {};
	const demand = given['secondFactor'];
	if ((DEMANDS as readonly unknown[]).includes(demand)) found['secondFactor'] = demand;
	for (const name of ['graceDays', 'trustDays'] as const) {
		const days = given[name];
		if (typeof days === 'number' && Number.isInteger(days) && days >= 0 && days <= MOST_DAYS[name]) {
			found[name] = days;
		}
	}
	return found;
}

/** Must this account have a second factor? */
export function asksFor(policy: Policy, admin: boolean): boolean {
	return policy.secondFactor === 'required' || (policy.secondFactor === 'admins' && admin);
}

/** May this account set one up? Administrators always may: without one `/admin` stays shut. */
export function mayEnrol(policy: Policy, admin: boolean): boolean {
	return policy.secondFactor !== 'off' || admin;
}
