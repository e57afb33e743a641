import * as v from 'valibot';
import { answering, readJson } from '$lib/server/api';
import { openDoor } from '$lib/server/flows/open-door';
import { Problem } from '$lib/server/problem';

const Body = v.object({ address: v.string(), password: v.string(), stay: v.optional(v.boolean(), false) });

/**
 * Signing in from inside a page whose session has run out: the page stays as it is, so the answer is 204 and new
 * cookies, or 202 and what is asked next.
 */
export const POST = answering(async (event) => {
	const body = v.safeParse(Body, await readJson(event.request, 8192));
	if (!body.success) throw new Problem('input/invalid');
	const { address, password, stay } = body.output;
	const question = await openDoor(event, { address, password, persistent: stay });
	if (question) return Response.json(question, { status: 202, headers: { 'cache-control': 'no-store' } });
});

/** Who is signed in: the page asks after a reconnect. */
export const GET = answering(({ locals }) => {
	if (!locals.account) throw new Problem('auth/expired');
	return { address: locals.account.address };
});
