import type { SecondQuestion } from '$lib/security/given';
import { ApiProblem, call } from './api';
import { unwrapPassword } from './passkey-wrap';
import { askKey } from './passkeys';

/** Whether the server has a use for the secret of the passkey; the rest is for the browser. */
interface Options {
	readonly extensions?: { readonly prf?: object };
}

/**
 * Signs in by a passkey alone. `offered`: it waits in the list that the browser shows at the address field, until
 * somebody picks it. Resolves to whether the password is still asked for: where the mail server wants it, only a
 * passkey that keeps it wrapped brings it along, and what unwraps it never leaves this page. Throws what the server
 * or the browser says.
 */
export async function signInByPasskey({
	stay,
	owner,
	offered
}: {
	stay: boolean;
	/** Who may give the question up. */
	owner: object;
	/** Whether the offer still stands when the question has come: a later one would push an earlier one aside. */
	offered: (() => boolean) | null;
}): Promise<boolean> {
	const options = (await (await call('POST', '/api/session/passkey/options')).json()) as Options;
	if (offered && !offered()) throw new DOMException('no longer offered', 'AbortError');
	const prfWanted = options.extensions?.prf !== undefined;
	const { response, prf } = await askKey(options, { prf: prfWanted, autofill: offered !== null, owner });
	const answer = await call('POST', '/api/session/passkey', { response, stay });
	if (answer.status === 204) return false;
	const { wrapped } = (await answer.json()) as SecondQuestion;
	const password = wrapped && prf ? await unwrapPassword(prf, response.id, wrapped) : null;
	if (password === null) return true;
	try {
		await call('POST', '/api/session/second', { given: { kind: 'password', password } });
		return false;
	} catch (problem) {
		// The password was changed elsewhere since it was wrapped: it is typed.
		if (problem instanceof ApiProblem && problem.code === 'auth/wrong') return true;
		throw problem;
	}
}
