import { parseGiven } from '$lib/security/given';
import { api, readJson } from '$lib/server/api';
import { proofQuestion, stepUp } from '$lib/server/flows/step-up';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

/** What can be shown once more, with a new challenge. */
export const GET = api<RequestEvent>(({ locals }, account) => proofQuestion({ ...locals.session!, account }));

/** Shows it: for five minutes the session may do what is dangerous (security A12). */
export const POST = api<RequestEvent>(async (event, account) => {
	const given = parseGiven(await readJson(event.request, 32_768));
	if (!given) throw new Problem('input/invalid');
	await stepUp(event, { ...event.locals.session!, account }, given);
});
