/**
 * Which routes a person may open without a session. Everything else is closed: a new route needs no entry to be
 * safe, only to be public. Keys are SvelteKit's route ids.
 */
const OPEN: ReadonlySet<string> = new Set(['/login', '/logout', '/healthz', '/readyz', '/api/session']);

export type Verdict = 'open' | 'expired' | 'sign-in';

/** What to do with a request: let it pass, answer `auth/expired`, or send the person to the login page. */
export function guard(routeId: string | null, signedIn: boolean): Verdict {
	// No route: SvelteKit answers 404, the same for everybody.
	if (routeId === null || signedIn || OPEN.has(routeId)) return 'open';
	return routeId.startsWith('/api/') ? 'expired' : 'sign-in';
}
