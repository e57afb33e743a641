import type { SecondQuestion } from '$lib/security/given';
import { ApiProblem, call } from './api';
import { unwrapPassword } from './passkey-wrap';
import { askKey } from './passkeys';

/**
 * Signs in by a passkey alone. `offered`: it waits in the list that the browser shows at the address field, until
 * somebody picks it. Resolves to whether the password is still asked for: where the mail server wants it, only a
 * passkey that keeps it wrapped brings it along, and what unwraps it never leaves this page. Throws what the server
 * or the browser says.
 */
export async function signInByPasskey({
	stay,
	offered
}: {
	stay: boolean;
	offered: boolean;
}): Promise<boolean> {
	const options: unknown = await (await call('POST', '/api/session/passkey/options')).json();
	const { response, prf } = await askKey(options, { prf: true, autofill: offered });
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
