import { parseClosing } from '$lib/security/app-password';
import { api, readJson } from '$lib/server/api';
import { closeMainPassword } from '$lib/server/flows/close-main-password';
import { Problem } from '$lib/server/problem';
import { askedOf, originOf } from '$lib/server/flows/acting-browser';

/** Closes the main password of the account to all programs but Postern, or opens it again. */
export const PUT = api(async (event, account) => {
	const closing = parseClosing(await readJson(event.request, 4096));
	if (!closing) throw new Problem('input/invalid');
	const asked = askedOf(event, account.address);
	await closeMainPassword(account, closing, 'own', asked, originOf(event));
});
