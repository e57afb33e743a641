import * as v from 'valibot';
import { answering, readJson } from '$lib/server/api';
import { openByPasskey } from '$lib/server/flows/open-door';
import { Problem } from '$lib/server/problem';

const Body = v.object({ response: v.unknown(), stay: v.optional(v.boolean(), false) });

/** A passkey's answer: 204 and the cookies of a session, or 202 when the mail server wants the password as well. */
export const POST = answering(async (event) => {
	const body = v.safeParse(Body, await readJson(event.request, 32_768));
	if (!body.success) throw new Problem('input/invalid');
	const question = await openByPasskey(event, body.output.response, body.output.stay);
	if (question) return Response.json(question, { status: 202, headers: { 'cache-control': 'no-store' } });
});
