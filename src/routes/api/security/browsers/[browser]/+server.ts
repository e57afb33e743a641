import { api } from '$lib/server/api';
import { forgetBrowsers } from '$lib/server/auth/trusted';
import type { RequestEvent } from './$types';

/** Forgets one trusted browser of the account; one of another account stays as it is. */
export const DELETE = api<RequestEvent>(({ params }, account) =>
	forgetBrowsers(account.address, params.browser)
);
