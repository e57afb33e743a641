import * as v from 'valibot';
import { answering, readJson } from '$lib/server/api';
import { openDoor } from '$lib/server/flows/open-door';
import { Problem } from '$lib/server/problem';

const Body = v.object({ address: v.string(), password: v.string(), stay: v.optional(v.boolean(), false) });

/**
 * Signing in again from inside a page whose session has run out: the page stays as it is, so the answer is 204
 * and new cookies.
 */
export const POST = answering(async (event) => {
	const body = v.safeParse(Body, await readJson(event.request, 8192));
	if (!body.success) throw new Problem('input/invalid');
	const { address, password, stay } = body.output;
	await openDoor(event, { address, password, persistent: stay });
});

/** Who is signed in: the page asks after a reconnect. */
export const GET = answering(({ locals }) => {
	if (!locals.account) throw new Problem('auth/expired');
	return { address: locals.account.address };
});
