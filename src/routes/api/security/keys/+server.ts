import * as v from 'valibot';
import { api, readJson } from '$lib/server/api';
import { keyOwner } from '$lib/server/flows/key-owner';
import { addKey, listKeys } from '$lib/server/flows/manage-keys';
import { Problem } from '$lib/server/problem';

const Body = v.object({ name: v.string(), response: v.unknown() });

/** `{ keys: KeyView[] }`. */
export const GET = api(async (_event, { address }) => ({ keys: await listKeys(address) }));

/** Registers the key that answered; returns `KeyAdded`. */
export const POST = api(async (event, account) => {
	const body = v.safeParse(Body, await readJson(event.request, 65_536));
	if (!body.success) throw new Problem('input/invalid');
	return addKey(keyOwner(event, account), body.output.name, body.output.response);
});
