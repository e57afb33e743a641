import { createHash, randomBytes } from 'node:crypto';
import type { Account } from '$lib/server/account';
import { config } from '$lib/server/config';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import * as table from '$lib/server/store/sessions';
import { seal, unseal } from './seal';
import { serverKey } from './server-key';

/**
 * Who is signed in. The browser keeps a random token of 256 bits; the table keeps its SHA-256 and the password
 * sealed under token and server key together, so the credential exists only while a request carries the cookie.
 */
export interface Session {
	readonly id: string;
	readonly token: string;
	readonly persistent: boolean;
	readonly account: Account;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Longest silence and longest life, in ms, by “Stay signed in”. */
export const LIMITS = {
	session: { idle: 12 * HOUR, life: 7 * DAY },
	persistent: { idle: 30 * DAY, life: 30 * DAY }
} as const;

/** How long `seen` may lag behind, ms: one write a minute instead of one a request. */
const TOUCH = 60_000;

export interface Ended {
	readonly id: string;
	readonly address: string;
	/** No other session of this address is left. */
	readonly last: boolean;
}

const listeners = new Set<(ended: Ended) => void>();

/** Called after a session ended, by sign-out, expiry or a newer sign-in. Returns how to stop listening. */
export function onEnd(listener: (ended: Ended) => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

export function idOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

/** A new session with a new id; whatever cookie came before is worth nothing to it (security W7). */
export async function begin(
	address: string,
	password: string,
	options: { persistent: boolean; agent: string; now?: number }
): Promise<Session> {
	const now = options.now ?? Date.now();
	const token = randomBytes(32).toString('base64url');
	const id = idOf(token);
	const sealed = seal(password, tokenBytes(token), serverKey(), { address, session: id });
	const persistent = options.persistent;
	const agent = options.agent.slice(0, 200);
	await table.insert({ id, address, sealed, persistent: Number(persistent), created: now, seen: now, agent });
	return { id, token, persistent, account: accountOf(address, sealed, token, id) };
}

/** The session of a cookie, or null when it is unknown, too old or too long silent. */
export async function resume(token: string, now: number = Date.now()): Promise<Session | null> {
	if (!/^[\w-]{43}$/.test(token)) return null;
	const id = idOf(token);
	const row = await table.find(id);
	if (!row) return null;
	const persistent = row.persistent === 1;
	const limits = persistent ? LIMITS.persistent : LIMITS.session;
	if (now - row.seen > limits.idle || now - row.created > limits.life) {
		await end(id, row.address);
		return null;
	}
	if (now - row.seen > TOUCH) await touch(id, now);
	return { id, token, persistent, account: accountOf(row.address, row.sealed, token, id) };
}

/** A store that cannot be written now must not keep anybody from reading mail. */
async function touch(id: string, now: number): Promise<void> {
	try {
		await table.touch(id, now);
	} catch (err) {
		log('auth').warn({ err }, 'a session was not marked as seen');
	}
}

/** Removes the session and tells whoever listens. */
export async function end(id: string, address: string): Promise<void> {
	await table.remove(id);
	const last = (await table.ofAddress(address)).length === 0;
	for (const listener of listeners) listener({ id, address, last });
}

/** One stay of an account as its owner sees it. The id is the hash of the cookie's value and opens nothing. */
export interface Stay {
	readonly id: string;
	/** What the browser called itself. */
	readonly agent: string;
	/** Epoch milliseconds. */
	readonly created: number;
	readonly seen: number;
	readonly current: boolean;
}

/** Where the account is signed in: the session `id` first, then the last seen (security A10). */
export async function stays(address: string, id: string): Promise<Stay[]> {
	const rows = await table.ofAddress(address);
	return rows
		.map(({ id: other, agent, created, seen }) => ({
			id: other,
			agent,
			created,
			seen,
			current: other === id
		}))
		.sort((a, b) => Number(b.current) - Number(a.current) || b.seen - a.seen);
}

/** Ends another stay of the same account, or all others without an id. What is not the account's stays as it is. */
export async function endOthers(address: string, current: string, id?: string): Promise<void> {
	for (const stay of await stays(address, current)) {
		if (!stay.current && (id === undefined || stay.id === id)) await end(stay.id, address);
	}
}

/** Removes what is over; run now and then, so that sealed passwords do not outlive their use. */
export async function sweep(now: number = Date.now()): Promise<void> {
	for (const kind of ['session', 'persistent'] as const) {
		const { idle, life } = LIMITS[kind];
		const over = await table.expired(kind === 'persistent', now - life, now - idle);
		for (const { id, address } of over) await end(id, address);
	}
}

function tokenBytes(token: string): Buffer {
	return Buffer.from(token, 'base64url');
}

function accountOf(address: string, sealed: Buffer, token: string, id: string): Account {
	return {
		address,
		admin: config().admins.includes(address),
		credential: () => {
			const password = unseal(sealed, tokenBytes(token), serverKey(), { address, session: id });
			if (password === null) throw new Problem('auth/expired');
			return { kind: 'password', user: address, password };
		}
	};
}
