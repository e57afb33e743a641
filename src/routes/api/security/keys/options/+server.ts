import { api } from '$lib/server/api';
import { keyOwner } from '$lib/server/flows/key-owner';
import { askNewKey } from '$lib/server/flows/manage-keys';

/** What to ask a new key. It is a POST, so that the proof of the person comes before the touch and not after it. */
export const POST = api((event, account) => askNewKey(keyOwner(event, account)));
