import { isolate } from '$lib/mail/isolate';
import { FOR_EVERYBODY, type EventDetail, type SecurityEvent } from '$lib/security/event';
import { m } from '$lib/paraglide/messages';
import { sayEvent } from './security-words';

const DEMANDS: Record<string, () => string> = {
	off: m.admin_demand_off,
	offered: m.admin_demand_offered,
	admins: m.admin_demand_admins,
	required: m.admin_demand_required
};

const days = (given: string | number | undefined): string => m.admin_days({ count: Number(given ?? 0) });

function changed({ part, from, to }: EventDetail): string {
	if (part === 'graceDays') return m.admin_did_grace({ from: days(from), to: days(to) });
	if (part === 'trustDays') return m.admin_did_trust({ from: days(from), to: days(to) });
	return m.admin_did_demand({ from: DEMANDS[from ?? '']?.() ?? '–', to: DEMANDS[to ?? '']?.() ?? '–' });
}

/** What an administrator did, in the reader's language, with the value before and after. */
export function sayDeed({
	kind,
	detail,
	address
}: Pick<SecurityEvent, 'kind' | 'detail'> & { readonly address: string }): string {
	if (kind === 'policy-changed') return changed(detail);
	if (FOR_EVERYBODY.some((one) => one === kind)) return sayEvent({ kind, detail });
	return m.admin_did_other({ what: sayEvent({ kind, detail }), person: isolate(address) });
}
