import * as v from 'valibot';
import { api, readJson } from '$lib/server/api';
import { keyOwner } from '$lib/server/flows/key-owner';
import { askUnlock, removeUnlock, setUnlock } from '$lib/server/flows/unlock-by-key';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

const Body = v.object({ password: v.string(), wrapped: v.string(), response: v.unknown() });

/** What to ask the key that is to unlock the mailbox alone. */
export const POST = api<RequestEvent>((event, account) =>
	askUnlock(keyOwner(event, account), event.params.key)
);

/** Keeps the wrapped password with the key. */
export const PUT = api<RequestEvent>(async (event, account) => {
	const body = v.safeParse(Body, await readJson(event.request, 65_536));
	if (!body.success) throw new Problem('input/invalid');
	await setUnlock(keyOwner(event, account), event.params.key, body.output);
});

/** Forgets it. */
export const DELETE = api<RequestEvent>((event, account) =>
	removeUnlock(keyOwner(event, account), event.params.key)
);
