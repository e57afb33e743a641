import { parseClosing } from '$lib/security/app-password';
import { api, readJson } from '$lib/server/api';
import { isClosedForAll } from '$lib/server/accounts/main-password';
import { appPasswordStore } from '$lib/server/flows/app-passwords';
import { closeMainPassword } from '$lib/server/flows/close-main-password';
import { Problem } from '$lib/server/problem';
import { askedOf, originOf } from '$lib/server/flows/acting-browser';

/** Are the main passwords of all accounts closed to programs? Errors: `password/fixed` without an account store. */
export const GET = api(() => ({ closed: isClosedForAll(appPasswordStore()) }));

/** Closes the main passwords of all accounts to all programs but Postern, or opens them again. */
export const PUT = api(async (event, account) => {
	const closing = parseClosing(await readJson(event.request, 4096));
	if (!closing) throw new Problem('input/invalid');
	const asked = askedOf(event, account.address);
	await closeMainPassword(account, closing, 'everybody', asked, originOf(event));
});
