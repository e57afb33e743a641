import * as v from 'valibot';
import { api, readJson } from '$lib/server/api';
import { keyOwner } from '$lib/server/flows/key-owner';
import { removeKey, renameKey } from '$lib/server/flows/manage-keys';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

const Body = v.object({ name: v.string() });

/** Calls the key something else. */
export const PATCH = api<RequestEvent>(async (event, account) => {
	const body = v.safeParse(Body, await readJson(event.request, 4096));
	if (!body.success) throw new Problem('input/invalid');
	await renameKey(keyOwner(event, account), event.params.key, body.output.name);
});

/** Takes the key away. */
export const DELETE = api<RequestEvent>((event, account) =>
	removeKey(keyOwner(event, account), event.params.key)
);
