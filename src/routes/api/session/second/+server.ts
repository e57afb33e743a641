import * as v from 'valibot';
import { parseGiven } from '$lib/security/given';
import { answering, readJson } from '$lib/server/api';
import { halfOf, leaveSecond, openSecond } from '$lib/server/flows/open-door';
import { secondQuestion } from '$lib/server/flows/second-step';
import { Problem } from '$lib/server/problem';

const Body = v.object({ given: v.unknown(), trust: v.optional(v.boolean(), false) });

/** What the half session of this browser still owes, with a new challenge. */
export const GET = answering(async (event) => {
	const half = await halfOf(event);
	if (!half) throw new Problem('auth/stale');
	return secondQuestion(half);
});

/** The second step. */
export const POST = answering(async (event) => {
	const body = v.safeParse(Body, await readJson(event.request, 32_768));
	const given = body.success ? parseGiven(body.output.given) : null;
	if (!body.success || !given) throw new Problem('input/invalid');
	await openSecond(event, given, body.output.trust);
});

/** Takes the first step back. */
export const DELETE = answering((event) => leaveSecond(event));
