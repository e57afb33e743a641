import * as v from 'valibot';
import { APP_NAME_LENGTH, APP_SERVICES } from '$lib/security/app-password';
import { cleanText } from '$lib/mail/encoded-word';
import { api, readJson } from '$lib/server/api';
import { originOf } from '$lib/server/flows/acting-browser';
import { passwordsOf } from '$lib/server/accounts/view';
import { config } from '$lib/server/config';
import { makeAppPassword } from '$lib/server/flows/app-passwords';
import { Problem } from '$lib/server/problem';

/** What can be done with the passwords of the account, and its app passwords; never the passwords themselves. */
export const GET = api((_event, account) => passwordsOf(config().accounts, account.address));

const Body = v.object({
	name: v.pipe(
		v.string(),
		v.transform((name) => cleanText(name).trim()),
		v.minLength(1),
		v.maxLength(APP_NAME_LENGTH)
	),
	services: v.pipe(v.array(v.picklist(APP_SERVICES)), v.minLength(1))
});

/** Makes one and answers with it: the only time that the password is told. */
export const POST = api(async (event, account) => {
	const body = v.safeParse(Body, await readJson(event.request, 4096));
	if (!body.success) throw new Problem('input/invalid');
	const services = APP_SERVICES.filter((service) => body.output.services.includes(service));
	const { made, password } = await makeAppPassword(
		account,
		{ name: body.output.name, services },
		originOf(event)
	);
	return { ...made, password };
});
