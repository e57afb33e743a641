import { requestOptions, verifyAssertion } from '$lib/server/auth/assertion';
import { beginHalf } from '$lib/server/auth/half';
import { mint } from '$lib/server/auth/tokens';
import { config } from '$lib/server/config';
import { verify } from '$lib/server/imap/pool';
import { Problem } from '$lib/server/problem';
import { noteCopy } from './prove-factor';
import { enter, type Progress, type Visit } from './sign-in';

/**
 * The question to any passkey of this host. It names no account, so it tells of none (security A7). The secret that
 * unwraps a password is asked for where there are passwords, and nowhere else.
 */
export async function passkeyOptions(binding: string): Promise<unknown> {
	const options = await requestOptions('passkey', binding, null);
	return config().token ? options : { ...options, extensions: { prf: {} } };
}

/**
 * Signing in by a passkey alone, which has proved the person too. With tokens that opens the mailbox. With
 * passwords the mail server wants one as well: `wrapped` is what this passkey keeps of it, base64, which only the
 * page can open; null: it must be typed. Errors: `auth/factor`, `auth/stale`, `key/copied`, `server/*`.
 */
export async function signInByPasskey(
	response: unknown,
	binding: string,
	persistent: boolean,
	visit: Visit
): Promise<{ progress: Progress; wrapped: string | null }> {
	const { address, wrapped } = await verifyAssertion(response, {
		...{ ceremony: 'passkey', binding, address: null, client: visit.client }
	}).catch(noteCopy(visit, null));
	if (!config().token) {
		const begun = await beginHalf(address, null, { way: 'passkey', persistent });
		return { progress: { session: null, ...begun }, wrapped: wrapped?.toString('base64') ?? null };
	}
	await stillThere(address);
	const how = { way: 'passkey', second: true, proved: true, persistent } as const;
	return { progress: { session: await enter(address, null, how, visit) }, wrapped: null };
}

/** A passkey may outlive its account. Errors: `auth/factor`, `server/*`. */
async function stillThere(address: string): Promise<void> {
	try {
		await verify({ kind: 'token', user: address, token: (service) => mint(address, service) });
	} catch (error) {
		const gone = error instanceof Problem && error.code === 'auth/refused';
		throw gone ? new Problem('auth/factor', { cause: error }) : error;
	}
}
