import { api } from '$lib/server/api';
import { acting, renewCodes } from '$lib/server/flows/manage-app';
import type { RequestEvent } from './$types';

/** New codes in place of the old ones: `{ codes }`, shown once. */
export const POST = api<RequestEvent>(async (event, account) => ({
	codes: await renewCodes(acting(event, account))
}));
