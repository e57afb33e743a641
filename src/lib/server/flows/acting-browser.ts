import { DEVICE_COOKIE } from '$lib/server/auth/device';
import type { Asked } from './ask-password';
import type { Origin } from './security-event';

/** What these need of a request; SvelteKit's event fits. */
interface Acting {
	readonly request: Request;
	readonly locals: Pick<App.Locals, 'client'>;
	readonly cookies: { get(name: string): string | undefined };
}

/** The browser that acts, for the history. */
export function originOf({ request, locals }: Pick<Acting, 'request' | 'locals'>): Origin {
	return { agent: request.headers.get('user-agent') ?? '', client: locals.client };
}

/** The browser that shows a password, for whoever counts tries. */
export function askedOf({ locals, cookies }: Pick<Acting, 'locals' | 'cookies'>, address: string): Asked {
	return { address, client: locals.client, deviceNote: cookies.get(DEVICE_COOKIE) };
}
