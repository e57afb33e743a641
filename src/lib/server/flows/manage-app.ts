import { hasFactor } from '$lib/security/factor';
import type { Account } from '$lib/server/account';
import { refuseEnrolment } from '$lib/server/auth/policy';
import * as recovery from '$lib/server/auth/recovery';
import * as totp from '$lib/server/auth/totp';
import { refuseLast, waysOf } from '$lib/server/auth/ways';
import type { Session } from '$lib/server/auth/sessions';
import { Problem } from '$lib/server/problem';
import { factorsChanged } from './factors-changed.ts';
import { inTurn } from './in-turn';
import { originOf } from './acting-browser';
import { noteEvent, type Origin } from './security-event.ts';

/** A person in a browser who changes what opens their mailbox. */
export interface Acting {
	readonly account: Account;
	readonly session: Pick<Session, 'id'>;
	readonly origin: Origin;
}

/** Who acts in a request. Errors: `auth/expired`. */
export function acting(
	event: Parameters<typeof originOf>[0] & { readonly locals: Signed },
	account: Account
): Acting {
	const { session } = event.locals;
	if (!session) throw new Problem('auth/expired');
	return { account, session, origin: originOf(event) };
}

interface Signed {
	readonly session: Pick<Session, 'id'> | null;
}

/** A seed for an app, shown once. Errors: `factor/off`. */
export async function beginApp({ account }: Acting): Promise<{ uri: string; secret: string }> {
	await refuseEnrolment(account);
	return totp.beginTotp(account.address);
}

/**
 * The app shows the right code: from now on it is a second factor. Returns the recovery codes that come with an
 * account's first factor, else null. Errors: `auth/factor`, `auth/stale`, `factor/off`.
 */
export async function confirmApp(
	{ account, session, origin }: Acting,
	code: string
): Promise<string[] | null> {
	const { address } = account;
	await refuseEnrolment(account);
	const before = await waysOf(address);
	await totp.confirmTotp(address, code);
	const codes = await recovery.firstCodes(address);
	await factorsChanged(address, session);
	await noteEvent({ address, kind: before.totp ? 'totp-replaced' : 'totp-added' }, origin, account);
	return codes;
}

/** Without a factor the codes go as well. Errors: `factor/last` where the policy asks for one. */
export async function removeApp({ account, session, origin }: Acting): Promise<void> {
	const { address } = account;
	await inTurn(`factors ${address}`, async () => {
		const after = { ...(await waysOf(address)), totp: false };
		await refuseLast(account, after);
		if (!(await totp.removeTotp(address))) return;
		if (!hasFactor(after)) await recovery.forgetCodes(address);
		await factorsChanged(address, session);
		await noteEvent({ address, kind: 'totp-removed' }, origin, account);
	});
}

/** Ten new codes, shown once; the old ones are void. Errors: `input/invalid` for an account without a factor. */
export async function renewCodes({ account, origin }: Acting): Promise<string[]> {
	const { address } = account;
	if (!hasFactor(await waysOf(address))) throw new Problem('input/invalid');
	const codes = await recovery.makeCodes(address);
	await noteEvent({ address, kind: 'codes-made' }, origin, account);
	return codes;
}
