import { hasFactor } from '$lib/security/factor';
import { knownDevice } from '$lib/server/auth/device';
import { beginHalf, type HalfSession } from '$lib/server/auth/half';
import * as sessions from '$lib/server/auth/sessions';
import { isTrusted } from '$lib/server/auth/trusted';
import { waysOf } from '$lib/server/auth/ways';
import { config } from '$lib/server/config';
import { Problem } from '$lib/server/problem';
import { askable, provePassword } from './prove-password';
import { noteEvent } from './security-event';

/** The browser that signs in. */
export interface Visit {
	/** What it calls itself. */
	readonly agent: string;
	/** Its network address. */
	readonly client: string;
	/** Its note that it signed in here before. */
	readonly deviceNote: string | undefined;
	/** Its token, where it may be trusted (auth/trusted.ts). */
	readonly trust: string | undefined;
	/** The session that a new one replaces. */
	readonly before: { id: string; address: string } | null;
}

/** Where signing in stands: in, or between the two steps; the token is for the cookie of the half session. */
export type Progress =
	| { readonly session: sessions.Session }
	| { readonly session: null; readonly token: string; readonly half: HalfSession };

/** An address and a password that can be asked about. Errors: `auth/wrong`, the same as for a wrong guess. */
export function parseCredentials(address: unknown, password: unknown): { address: string; password: string } {
	if (typeof address !== 'string' || typeof password !== 'string') throw new Problem('input/invalid');
	const clean = address.trim().toLowerCase();
	// What no account can have is refused without asking: line breaks and the like never reach the mail server.
	const possible = /^[^\s@"\\()<>,;:\p{Cc}]{1,64}@[^\s@"\\()<>,;:\p{Cc}]{1,253}$/u.test(clean);
	const { domains } = config();
	// A mail server that looks at the name alone would open the same mailbox under any domain, and under none but the
	// right one has its owner a second factor.
	const ours = domains.length === 0 || domains.includes(clean.slice(clean.indexOf('@') + 1));
	if (!possible || !ours || !askable(password)) throw new Problem('auth/wrong');
	return { address: clean, password };
}

/**
 * The first step, by password. Without a second factor it is the only one, and in a browser that is trusted.
 * Errors: `auth/*`, `server/*`.
 */
export async function signIn(
	given: { readonly address: unknown; readonly password: unknown; readonly persistent: boolean },
	visit: Visit
): Promise<Progress> {
	const { address, password } = parseCredentials(given.address, given.password);
	const { persistent } = given;
	const device = knownDevice(visit.deviceNote, address);
	await provePassword({ address, client: visit.client, device }, password);
	const kept = config().token ? null : password;
	if (!hasFactor(await waysOf(address))) {
		const how = { way: 'password', second: false, proved: true, persistent } as const;
		return { session: await enter(address, kept, how, visit) };
	}
	if (await isTrusted(visit.trust, address, visit.client)) {
		const how = { way: 'trusted', second: true, proved: false, persistent } as const;
		return { session: await enter(address, kept, how, visit) };
	}
	return { session: null, ...(await beginHalf(address, kept, { way: 'password', persistent })) };
}

/** Begins the session in which all ways of signing in end, and ends the one it replaces. */
export async function enter(
	address: string,
	password: string | null,
	how: Pick<sessions.NewSession, 'way' | 'second' | 'proved' | 'persistent'>,
	{ agent, client, before }: Pick<Visit, 'agent' | 'client' | 'before'>
): Promise<sessions.Session> {
	const session = await sessions.begin(address, password, { ...how, agent, client });
	const happening = { address, kind: 'sign-in', detail: { way: how.way } } as const;
	await noteEvent(happening, { agent, client }, session.account);
	// After the new one has begun: otherwise the account's connections would be closed in between.
	if (before) await sessions.end(before.id, before.address);
	return session;
}
