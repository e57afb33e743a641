import { sql } from 'kysely';
import type { Ways } from '$lib/security/factor';
import { database } from './database';

/** What the store knows of somebody who signed in here. Times in epoch milliseconds. */
export interface KnownPerson {
	readonly address: string;
	readonly ways: Ways;
	readonly lastSignIn: number | null;
	readonly stays: number;
	readonly graceFrom: number | null;
}

/** Everybody who came in at least once or has a factor. */
const KNOWN = sql`(
	select address from session
	union select address from factor_owner
	union select address from security_key
	union select address from security_event where kind = 'sign-in'
)`;

const GUARDED = sql`(
	exists (select 1 from security_key k where k.address = p.address)
	or exists (select 1 from factor_owner o where o.address = p.address and o.totp_since is not null)
)`;

interface Row {
	address: string;
	keys: number;
	totp: number;
	recovery: number;
	last: number | null;
	stays: number;
	grace: number | null;
}

/** The first of those whose address holds these letters, by address. */
export async function people(part: string, limit: number): Promise<KnownPerson[]> {
	const like = `%${part.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
	const { rows } = await sql<Row>`
		select p.address,
			(select count(*) from security_key k where k.address = p.address) as keys,
			(select count(*) from recovery_code c where c.address = p.address and c.used is null) as recovery,
			(select count(*) from session s where s.address = p.address) as stays,
			(select max(t) from (
				select max(e.at) as t from security_event e where e.address = p.address and e.kind = 'sign-in'
				union all select max(s.created) from session s where s.address = p.address)) as last,
			(o.totp_since is not null) as totp,
			o.grace_from as grace
		from ${KNOWN} p left join factor_owner o on o.address = p.address
		where p.address like ${like} escape '\\'
		order by p.address
		limit ${limit}`.execute(database());
	return rows.map(({ address, keys, totp, recovery, last, stays, grace }) => ({
		...{ address, stays, lastSignIn: last, graceFrom: grace },
		ways: { keys, totp: totp === 1, recovery }
	}));
}

/** How many came in at least once, and how many of them have a second factor. */
export async function tally(): Promise<{ people: number; guarded: number }> {
	const { rows } = await sql<{ people: number; guarded: number }>`
		select count(*) as people, coalesce(sum(${GUARDED}), 0) as guarded from ${KNOWN} p`.execute(database());
	return rows[0] ?? { people: 0, guarded: 0 };
}

/** Is this somebody who came in at least once, or has a factor? */
export async function known(address: string): Promise<boolean> {
	const { rows } = await sql`select 1 from ${KNOWN} p where p.address = ${address}`.execute(database());
	return rows.length > 0;
}
