import { api } from '$lib/server/api';
import { forgetBrowsers, TRUST_COOKIE, trustedBrowsers } from '$lib/server/auth/trusted';
import type { RequestEvent } from './$types';

/** Browsers that need not show the second factor for some days. */
export const GET = api<RequestEvent>(({ cookies }, account) =>
	trustedBrowsers(account.address, cookies.get(TRUST_COOKIE))
);

/** Forgets all of them. */
export const DELETE = api<RequestEvent>((_event, account) => forgetBrowsers(account.address));
