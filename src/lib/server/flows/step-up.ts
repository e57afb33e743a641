import { hasFactor, type Ways } from '$lib/security/factor';
import type { Given } from '$lib/security/given';
import { requestOptions } from '$lib/server/auth/assertion';
import { cookieOptions, SESSION_COOKIE } from '$lib/server/auth/cookie';
import { knownDevice } from '$lib/server/auth/device';
import * as sessions from '$lib/server/auth/sessions';
import { waysOf } from '$lib/server/auth/ways';
import { visitOf, type DoorEvent } from './open-door';
import { proveFactor } from './prove-factor';
import { noteUse } from './second-step';

/** What somebody who is signed in can show once more. */
export interface ProofQuestion {
	readonly address: string;
	readonly ways: Ways;
	/** Options for the browser's `navigator.credentials.get`; null: no key to ask. */
	readonly key: unknown;
	/** The account has no second factor, so the password is asked for. */
	readonly password: boolean;
	/** Shown in the last five minutes already. */
	readonly fresh: boolean;
}

/** What to ask of this session; a new challenge each time. */
export async function proofQuestion(session: sessions.Session): Promise<ProofQuestion> {
	const { address } = session.account;
	const ways = await waysOf(address);
	return {
		...{ address, ways, password: !hasFactor(ways), fresh: sessions.isFresh(session) },
		key: ways.keys > 0 ? await requestOptions('proof', session.id, address) : null
	};
}

/** Proves what was given; the session goes on fresh, under a new cookie. Errors: as `proveFactor`. */
export async function stepUp(event: DoorEvent, session: sessions.Session, given: Given): Promise<void> {
	const { address } = session.account;
	const visit = visitOf(event);
	const { agent, client, deviceNote } = visit;
	const device = knownDevice(deviceNote, address);
	const way = await proveFactor(address, given, {
		...{ ceremony: 'proof', binding: session.id, agent, client, device, owner: session.account }
	});
	await noteUse(way, visit, session.account);
	const renewed = await sessions.prove(session, way !== 'password');
	event.cookies.set(SESSION_COOKIE, renewed.token, cookieOptions(renewed.persistent));
}
