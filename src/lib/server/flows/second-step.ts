import type { SignInWay } from '$lib/security/factor';
import type { Given, SecondQuestion } from '$lib/security/given';
import type { Account } from '$lib/server/account';
import { requestOptions } from '$lib/server/auth/assertion';
import { knownDevice } from '$lib/server/auth/device';
import { takeHalf, type HalfSession } from '$lib/server/auth/half';
import { policy } from '$lib/server/auth/policy';
import type * as sessions from '$lib/server/auth/sessions';
import { trustBrowser } from '$lib/server/auth/trusted';
import { waysOf } from '$lib/server/auth/ways';
import { Problem } from '$lib/server/problem';
import { proveFactor } from './prove-factor';
import { provePassword } from './prove-password';
import { noteEvent, type Origin } from './security-event';
import { enter, type Visit } from './sign-in';

/** What a half session still owes: after a passkey the password that the mail server wants, else a factor. */
const owed = (half: HalfSession): SecondQuestion['step'] => (half.way === 'passkey' ? 'password' : 'second');

/** What to ask whoever has made the first step; a new challenge each time. */
export async function secondQuestion(
	half: HalfSession,
	wrapped: string | null = null
): Promise<SecondQuestion> {
	const { address, id } = half;
	const step = owed(half);
	const ways = await waysOf(address);
	return {
		...{ step, address, ways, wrapped },
		key: step === 'second' && ways.keys > 0 ? await requestOptions('second', id, address) : null,
		trustDays: step === 'second' ? (await policy()).trustDays : 0
	};
}

/**
 * The second step: what was given opens the mailbox, once. `trust`: the person wants no question in this browser
 * for some days; returns the token for that cookie. Errors: as `proveFactor`; `auth/stale` when another answer was
 * quicker.
 */
export async function finishSecond(
	half: HalfSession,
	given: Given,
	visit: Visit,
	trust: boolean
): Promise<{ session: sessions.Session; trusted: { token: string; days: number } | null }> {
	const { address, persistent } = half;
	const { agent, client } = visit;
	const device = knownDevice(visit.deviceNote, address);
	const proved = { second: true, proved: true, persistent } as const;
	if (owed(half) === 'password') {
		if (given.kind !== 'password') throw new Problem('auth/factor');
		await provePassword({ address, client, device }, given.password);
		await takeHalf(half);
		return {
			session: await enter(address, given.password, { ...proved, way: 'passkey' }, visit),
			trusted: null
		};
	}
	if (given.kind === 'password') throw new Problem('auth/factor');
	const asked = {
		ceremony: 'second',
		binding: half.id,
		agent,
		client,
		device,
		owner: ownerOf(half)
	} as const;
	const way = await proveFactor(address, given, asked).catch(async (error: unknown) => {
		// Somebody has the password: the owner should be able to see that.
		if (error instanceof Problem && error.code === 'auth/factor')
			await noteEvent({ address, kind: 'sign-in-refused' }, visit, null);
		throw error;
	});
	await takeHalf(half);
	const session = await enter(address, half.password, { ...proved, way }, visit);
	await noteUse(way, visit, session.account);
	const days = trust ? (await policy()).trustDays : 0;
	if (days === 0) return { session, trusted: null };
	const token = await trustBrowser(address, { days, agent, client });
	await noteEvent({ address, kind: 'browser-trusted', detail: { days } }, visit, session.account);
	return { session, trusted: { token, days } };
}

/** A recovery code is gone once it was used: its owner is told, with how many are left (security A5). */
export async function noteUse(way: SignInWay, visit: Origin, account: Account): Promise<void> {
	if (way !== 'recovery') return;
	const { address } = account;
	const { recovery } = await waysOf(address);
	await noteEvent({ address, kind: 'code-used', detail: { left: recovery } }, visit, account);
}

/** Whoever showed the password lends it to the letter about what came of it. */
function ownerOf({ address, password }: HalfSession): Account | null {
	if (password === null) return null;
	return { address, admin: false, credential: () => ({ kind: 'password', user: address, password }) };
}
