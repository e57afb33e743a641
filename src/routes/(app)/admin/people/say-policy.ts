import type { Policy } from '$lib/security/policy';
import { m } from '$lib/paraglide/messages';

const DEMAND: Record<Policy['secondFactor'], () => string> = {
	off: m.admin_demand_off,
	offered: m.admin_demand_offered,
	admins: m.admin_demand_admins,
	required: m.admin_demand_required
};

/** How the sentence “A second factor is …” ends. */
export function sayDemand(demand: Policy['secondFactor']): string {
	return DEMAND[demand]();
}
