import { randomBytes } from 'node:crypto';
import * as table from '$lib/server/store/trusted-browsers';
import { idOf } from './sessions';

/**
 * A browser that need not show the second factor for some days. It keeps a token of 256 bits, the table the
 * token's hash with the one account it holds for; a change of factors or of the password forgets all of them.
 */
export const TRUST_COOKIE = '__Host-postern-trust';

const DAY = 86_400_000;

export function trustCookieOptions(days: number) {
	return {
		path: '/',
		secure: true,
		httpOnly: true,
		sameSite: 'strict',
		maxAge: (days * DAY) / 1000
	} as const;
}

/** Trusts the browser that just showed a second factor. Returns the token for its cookie. */
export async function trustBrowser(
	address: string,
	options: { days: number; agent: string; client: string; now?: number }
): Promise<string> {
	const now = options.now ?? Date.now();
	const token = randomBytes(32).toString('base64url');
	await table.insert({
		...{ id: idOf(token), address, created: now, expires: now + options.days * DAY, used: now },
		...{ agent: options.agent.slice(0, 200), client: options.client }
	});
	return token;
}

/** Is the browser with this cookie trusted for this account now? Notes that it was used. */
export async function isTrusted(
	token: string | undefined,
	address: string,
	client: string,
	now = Date.now()
): Promise<boolean> {
	if (!token || !/^[\w-]{43}$/.test(token)) return false;
	const row = await table.find(idOf(token));
	if (!row || row.address !== address || row.expires <= now) return false;
	await table.use(row.id, now, client);
	return true;
}

/** One trusted browser as its owner sees it. The id is a hash and opens nothing. */
export interface TrustedBrowser {
	readonly id: string;
	readonly agent: string;
	readonly client: string;
	/** Epoch milliseconds. */
	readonly created: number;
	readonly expires: number;
	readonly used: number;
	/** It is the one that asks. */
	readonly current: boolean;
}

/** The trusted browsers of an account; `token` is the cookie of the browser that asks. */
export async function trustedBrowsers(
	address: string,
	token: string | undefined,
	now = Date.now()
): Promise<TrustedBrowser[]> {
	const own = token ? idOf(token) : '';
	const rows = (await table.ofAddress(address)).filter(({ expires }) => expires > now);
	return rows.map(({ id, agent, client, created, expires, used }) => ({
		...{ id, agent, client, created, expires, used },
		current: id === own
	}));
}

/** Forgets one browser of the account, or all without an id. */
export async function forgetBrowsers(address: string, id?: string): Promise<void> {
	await table.remove(address, id);
}

/** Fewer days hold for the browsers that are trusted already, too; none: they are asked again at once. */
export async function shortenTrust(days: number): Promise<void> {
	await table.shorten(days * DAY);
}

/** Removes what has run out. */
export async function sweepTrusted(now = Date.now()): Promise<void> {
	await table.sweep(now);
}
