import { randomUUID } from 'node:crypto';
import {
	redirect,
	type Handle,
	type HandleServerError,
	type RequestEvent,
	type ServerInit
} from '@sveltejs/kit';
import { clientAddress } from '$lib/server/auth/client-address';
import { SESSION_COOKIE } from '$lib/server/auth/cookie';
import { awake } from '$lib/server/auth/admin-idle';
import { guard, RULES, type Visitor } from '$lib/server/auth/guard';
import { embeddedElsewhere, fromOwnPage } from '$lib/server/auth/origin';
import { hasEnrolled, mustEnrol } from '$lib/server/auth/policy';
import * as sessions from '$lib/server/auth/sessions';
import { anyHost, hostAllowed, misdirected, secureHeaders } from '$lib/server/borders';
import { tooLarge } from '$lib/server/body-limits';
import { compressed } from '$lib/server/compress';
import { config } from '$lib/server/config';
import { log } from '$lib/server/log';
import { Problem, problemResponse } from '$lib/server/problem';
import { prepareStop, start, stop } from '$lib/server/flows/run';
import { paraglideMiddleware } from '$lib/paraglide/server';

export const init: ServerInit = async () => {
	await start();
	process.on('postern:ending', prepareStop);
	process.on('sveltekit:shutdown', stop);
};

export const handle: Handle = async ({ event, resolve }) => {
	const refusal = await refuse(event).catch((error: unknown) => told(event, error));
	const answer = refusal ?? (await localized(event, resolve));
	secureHeaders(config().origin, (name, value) => {
		if (!answer.headers.has(name)) answer.headers.set(name, value);
	});
	answer.headers.set('x-request-id', event.locals.requestId);
	return event.isSubRequest ? answer : compressed(event.request, answer);
};

/** The borders, in order of cost. Fills `locals`. Returns the refusal, or null to go on. */
async function refuse(event: RequestEvent): Promise<Response | null> {
	const { request, locals, route, url } = event;
	locals.requestId = randomUUID().slice(0, 8);
	locals.account = null;
	locals.session = null;
	locals.client = '';
	const probe = route.id === '/healthz' || route.id === '/readyz';
	if (probe) return null;
	// What the page asks of its own API while it is drawn has no Host; the request it belongs to had.
	const named = anyHost(url.pathname) || hostAllowed(request.headers.get('host'), config().origin);
	if (!event.isSubRequest && !named) return new Response(misdirected(config().origin), { status: 421 });
	if (embeddedElsewhere(request.headers)) return forbidden();
	const safe = request.method === 'GET' || request.method === 'HEAD';
	if (!safe && !fromOwnPage(request.headers, config().origin)) return forbidden();
	if (!safe && tooLarge(request.headers, route.id)) {
		const response = problemResponse(new Problem('size/too-large'));
		response.headers.set('connection', 'close');
		return response;
	}
	const forwarded = request.headers.get('x-forwarded-for');
	locals.client = clientAddress(event.getClientAddress(), forwarded, config().trustedProxies);
	const session = await sessions.resume(event.cookies.get(SESSION_COOKIE) ?? '');
	locals.account = session?.account ?? null;
	locals.session = session;
	const verdict = guard(route.id, safe, session && (await visitor(session, route.id ?? '')));
	if (verdict === 'open') return null;
	if (route.id?.startsWith('/api/')) {
		const refused = verdict === 'sign-in' && sessions.wasRefused(event.cookies.get(SESSION_COOKIE) ?? '');
		return problemResponse(new Problem(refused ? 'auth/refused' : REFUSALS[verdict]));
	}
	if (verdict === 'forbidden') return forbidden();
	if (verdict === 'enrol')
		redirect(303, `/settings/security${RULES[route.id ?? ''] === 'admin' ? '?for=admin' : ''}`);
	const next = encodeURIComponent(url.pathname + url.search);
	redirect(303, verdict === 'sign-in' ? `/login?next=${next}` : `/prove?next=${next}`);
}

const REFUSALS = {
	'sign-in': 'auth/expired',
	enrol: 'auth/enrol',
	'step-up': 'auth/step-up',
	forbidden: 'auth/forbidden'
} as const;

async function visitor(session: sessions.Session, routeId: string): Promise<Visitor> {
	const { account, second } = session;
	return {
		...{ admin: account.admin, second, fresh: sessions.isFresh(session) },
		mustEnrol: await mustEnrol(session),
		...(RULES[routeId] === 'admin' && account.admin
			? { enrolled: await hasEnrolled(account.address), awake: awake(session) }
			: {})
	};
}

/** A problem met before the route was reached: the API says it as it says all others. */
function told(event: RequestEvent, error: unknown): Response {
	if (error instanceof Problem && event.route.id?.startsWith('/api/')) return problemResponse(error);
	throw error;
}

function forbidden(): Response {
	return problemResponse(new Problem('auth/forbidden'));
}

/** Answers in the reader's language, with the attributes of `<html>` that the looks depend on. */
function localized(event: RequestEvent, resolve: Parameters<Handle>[0]['resolve']): Promise<Response> {
	return paraglideMiddleware(event.request, async ({ locale }) => {
		const theme = event.cookies.get('theme');
		const density = event.cookies.get('density');
		const response = await resolve(event, {
			// A load that runs on the server tells a problem of ours from others by its type.
			filterSerializedResponseHeaders: (name) => name === 'content-type',
			transformPageChunk: ({ html }) =>
				html
					.replace('%lang%', locale)
					.replace('%theme%', theme === 'light' || theme === 'dark' ? theme : 'system')
					.replace('%density%', density === 'compact' ? 'compact' : 'comfortable')
		});
		// Everything made here may hold mail or belong to a session (security W11).
		if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
		return response;
	});
}

/** Whatever was not foreseen: the log gets all of it under an id, the page gets the id. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status === 404) return { message, code: 'page/missing' };
	if (error instanceof Problem) return { message: error.code, code: error.code };
	log('web').error({ err: error, id: event.locals.requestId, route: event.route.id }, 'unexpected error');
	return { message: 'internal', code: 'internal', id: event.locals.requestId };
};
