import { parseNext } from '$lib/server/auth/next';
import { config } from '$lib/server/config';

/** A page wants a factor of the last five minutes; from here one goes on to it. */
export const load = ({ locals, url }) => ({
	next: parseNext(url.searchParams.get('next')),
	host: new URL(config().origin).hostname,
	address: locals.account?.address ?? ''
});
