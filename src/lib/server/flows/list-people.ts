import { hasFactor } from '$lib/security/factor';
import type { Person, Tally } from '$lib/security/person';
import { asksFor } from '$lib/security/policy';
import { policy } from '$lib/server/auth/policy';
import { config } from '$lib/server/config';
import * as store from '$lib/server/store/people';

const DAY = 24 * 3_600_000;

/** Most people of one answer; whoever looks for another one types a part of the address. */
const MOST = 200;

/** Those who have signed in here, with what guards them; `part` is a part of the address, empty for all. */
export async function listPeople(part: string): Promise<{ people: Person[]; more: boolean; tally: Tally }> {
	const [rules, tally, rows] = await Promise.all([
		policy(),
		store.tally(),
		store.people(part.slice(0, 320), MOST + 1)
	]);
	const people = rows.slice(0, MOST).map(({ graceFrom, ...row }): Person => {
		const admin = config().admins.includes(row.address);
		const owes = asksFor(rules, admin) && !hasFactor(row.ways) && graceFrom !== null;
		return { ...row, admin, until: owes ? graceFrom + rules.graceDays * DAY : null };
	});
	return { people, more: rows.length > MOST, tally };
}
