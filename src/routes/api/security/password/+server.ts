import * as v from 'valibot';
import { api, readJson } from '$lib/server/api';
import { askedOf, originOf } from '$lib/server/flows/acting-browser';
import { changePassword } from '$lib/server/flows/change-password';
import { Problem } from '$lib/server/problem';

const Word = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));
const Body = v.object({ old: Word, next: Word });

/** Changes the main password. Answers with what followed from it. */
export const PUT = api(async (event, account) => {
	const body = v.safeParse(Body, await readJson(event.request, 16_384));
	if (!body.success) throw new Problem('input/invalid');
	const session = { ...event.locals.session!, account };
	return changePassword(account, session, body.output, askedOf(event, account.address), originOf(event));
});
