import { createHash, randomBytes } from 'node:crypto';
import { FRESH, type SignInWay } from '$lib/security/factor';
import type { Account, Credential } from '$lib/server/account';
import { config } from '$lib/server/config';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import * as table from '$lib/server/store/sessions';
import { seal, unseal } from './seal';
import { serverKey } from './server-key';
import { mint } from './tokens';

/**
 * Who is signed in. The browser keeps a random token of 256 bits; the table keeps its SHA-256 and the password
 * sealed under token and server key together, so the credential exists only while a request carries the cookie.
 */
export interface Session {
	readonly id: string;
	readonly token: string;
	readonly persistent: boolean;
	/** The second factor was shown in this stay, or this browser is trusted. */
	readonly second: boolean;
	/** When a factor (or the password of an account without one) was last shown, epoch ms; null: not in this stay. */
	readonly proved: number | null;
	readonly way: SignInWay;
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

/** Called after a session ended: by sign-out, expiry, a newer sign-in, or a new id. Returns how to stop listening. */
export function onEnd(listener: (ended: Ended) => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

export function idOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

export interface NewSession {
	readonly persistent: boolean;
	readonly agent: string;
	/** The browser's network address. */
	readonly client: string;
	readonly way: SignInWay;
	readonly second: boolean;
	/** False where nothing but a trusted browser's note stood for the second factor. */
	readonly proved: boolean;
	readonly now?: number;
}

/**
 * A new session with a new id; whatever cookie came before is worth nothing to it (security W7). `password` null:
 * token mode, nothing is kept.
 */
export async function begin(address: string, password: string | null, options: NewSession): Promise<Session> {
	const now = options.now ?? Date.now();
	const token = randomBytes(32).toString('base64url');
	const id = idOf(token);
	const row = {
		...{ id, address, sealed: sealedFor(address, id, token, password) },
		...{ persistent: Number(options.persistent), created: now, seen: now },
		...{ agent: options.agent.slice(0, 200), client: options.client, way: options.way },
		...{ second: Number(options.second), proved: options.proved ? now : null }
	};
	await table.insert(row);
	return sessionOf(row, token);
}

function sealedFor(address: string, id: string, token: string, password: string | null): Buffer {
	return password === null
		? Buffer.alloc(0)
		: seal(password, tokenBytes(token), serverKey(), { address, session: id });
}

function sessionOf(row: table.SessionRow, token: string): Session {
	const { id, address, sealed, way, proved } = row;
	return {
		...{ id, token, way, proved, persistent: row.persistent === 1, second: row.second === 1 },
		account: accountOf(address, sealed, token, id)
	};
}

/** May it do what asks for a fresh factor (security A12)? */
export function isFresh(session: Pick<Session, 'proved'>, now: number = Date.now()): boolean {
	return session.proved !== null && now - session.proved <= FRESH;
}

/**
 * The person showed a factor, or without one the password, once more. The session goes on under a new id and a new
 * cookie (security W7); requests that are on their way with the old one are still answered for a moment, as what
 * they were. Returns it. Errors: `auth/expired` when it has ended meanwhile.
 */
export async function prove(session: Session, second: boolean, now = Date.now()): Promise<Session> {
	const { account, id } = session;
	const row = await table.find(id);
	if (!row) throw new Problem('auth/expired');
	const credential = account.credential();
	const token = randomBytes(32).toString('base64url');
	const heir = idOf(token);
	const password = credential.kind === 'password' ? credential.password : null;
	const sealed = sealedFor(account.address, heir, token, password);
	const proved = { proved: now, second: second ? 1 : row.second };
	if (!(await table.replace(id, { ...row, ...proved, id: heir, sealed }))) throw new Problem('auth/expired');
	const timer = setTimeout(() => retire(id, account.address), LINGER).unref();
	leaving.set(id, { session, heir, timer });
	tell({ id, address: account.address, last: false });
	return sessionOf({ ...row, ...proved, id: heir, sealed }, token);
}

/** Milliseconds for which requests under a replaced cookie are still answered. */
const LINGER = 4_000;

const leaving = new Map<string, { session: Session; heir: string; timer: NodeJS.Timeout }>();

/** The last requests of a replaced cookie, streams too, are over. */
function retire(id: string, address: string): void {
	clearTimeout(leaving.get(id)?.timer);
	if (leaving.delete(id)) tell({ id, address, last: false });
}

function tell(ended: Ended): void {
	for (const listener of listeners) listener(ended);
}

/** The account has a second factor now, or has none any more; this session goes on either way. */
export async function markSecond(id: string, second: boolean): Promise<void> {
	await table.markSecond(id, second);
}

/** The password of the account is another now: this session goes on with it. */
export async function reseal(
	session: Pick<Session, 'id' | 'token'>,
	address: string,
	password: string
): Promise<void> {
	await table.reseal(session.id, sealedFor(address, session.id, session.token, password));
}

/** The session of a cookie, or null when it is unknown, too old or too long silent. */
export async function resume(token: string, now: number = Date.now()): Promise<Session | null> {
	if (!/^[\w-]{43}$/.test(token)) return null;
	const id = idOf(token);
	const row = await table.find(id);
	if (!row) return leaving.get(id)?.session ?? null;
	// It began with tokens, which are switched off now: it could open nothing any more.
	if (row.sealed.length === 0 && !config().token) {
		await end(id, row.address);
		return null;
	}
	const persistent = row.persistent === 1;
	const limits = persistent ? LIMITS.persistent : LIMITS.session;
	if (now - row.seen > limits.idle || now - row.created > limits.life) {
		await end(id, row.address);
		return null;
	}
	if (now - row.seen > TOUCH) await touch(id, now);
	return sessionOf(row, token);
}

/** A store that cannot be written now must not keep anybody from reading mail. */
async function touch(id: string, now: number): Promise<void> {
	try {
		await table.touch(id, now);
	} catch (err) {
		log('auth').warn({ err }, 'a session was not marked as seen');
	}
}

/** Since token mode was switched on nothing needs the passwords of older sessions; they go on with tokens. */
export async function forgetPasswords(): Promise<void> {
	if (config().token) await table.forgetSealed();
}

/** Removes the session and tells whoever listens. */
export async function end(id: string, address: string): Promise<void> {
	await table.remove(id);
	await gone(id, address);
}

async function gone(id: string, address: string): Promise<void> {
	for (const [old, { heir }] of leaving) if (heir === id || old === id) retire(old, address);
	const last = (await table.ofAddress(address)).length === 0;
	tell({ id, address, last });
}

/** Cookies of sessions that the mail server's refusal ended, by their id, so that the person can be told. */
const refused = new Set<string>();
/** Of so many; the oldest go first. */
const REFUSED = 1000;

/** Ends a session because the mail server no longer lets the account in; with passwords that is a changed one. */
export async function endRefused(id: string, address: string): Promise<void> {
	if (config().token) refused.add(id);
	for (const oldest of refused) {
		if (refused.size <= REFUSED) break;
		refused.delete(oldest);
	}
	await end(id, address);
}

/** Did the session of this cookie end by {@link endRefused}? */
export function wasRefused(token: string): boolean {
	return refused.has(idOf(token));
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
	readonly way: SignInWay;
	readonly second: boolean;
	/** Network address at the beginning; empty where it was not kept yet. */
	readonly client: string;
}

/** Where the account is signed in: the session `id` first, then the last seen (security A10). */
export async function stays(address: string, id: string): Promise<Stay[]> {
	const rows = await table.ofAddress(address);
	return rows
		.map(({ id: other, agent, created, seen, way, second, client }) => ({
			...{ id: other, agent, created, seen, way, client },
			second: second === 1,
			current: other === id
		}))
		.sort((a, b) => Number(b.current) - Number(a.current) || b.seen - a.seen);
}

/**
 * Ends another stay of the same account, or all others without an id; what is not the account's stays. At once: one
 * that goes on under a new id in this moment is ended as the old or as the new. Says how many.
 */
export async function endOthers(address: string, current: string, id?: string): Promise<number> {
	const others = await table.removeOthers(address, current, id);
	for (const other of others) await gone(other, address);
	return others.length;
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
		credential: (): Credential => {
			if (sealed.length === 0) {
				return { kind: 'token', user: address, token: (service) => mint(address, service) };
			}
			const password = unseal(sealed, tokenBytes(token), serverKey(), { address, session: id });
			if (password === null) throw new Problem('auth/expired');
			return { kind: 'password', user: address, password };
		}
	};
}
