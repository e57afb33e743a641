import { api } from '$lib/server/api';
import { originOf } from '$lib/server/flows/acting-browser';
import { revokeAppPassword } from '$lib/server/flows/app-passwords';
import type { RequestEvent } from './$types';

/** Revokes an app password. */
export const DELETE = api<RequestEvent>((event, account) =>
	revokeAppPassword(account, event.params.id, originOf(event))
);
