import { RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible';
import { Problem } from '$lib/server/problem';
import { sqlite } from '$lib/server/store/database';
import { addressBlock } from './client-address';

/**
 * Slows guessing down: per account, per address block, and all together. The counters lie in the database and
 * so outlast a restart. A try is counted before the password is looked at, so that fifty at once do not pass
 * as one, and given back when it was right.
 */
const MINUTE = 60;
const LIMITS = {
	account: { points: 10, duration: 15 * MINUTE },
	/** A browser that signed in to this account before is counted apart: strangers cannot lock its owner out. */
	device: { points: 10, duration: 15 * MINUTE },
	/** All of them together: whoever was in once may have gathered as many notes as they liked. */
	devices: { points: 40, duration: 15 * MINUTE },
	block: { points: 120, duration: 15 * MINUTE },
	all: { points: 1200, duration: 5 * MINUTE },
	/** Codes of a second step: there are few of them, and whoever gets here has the password (security A4). */
	'code-account': { points: 5, duration: 15 * MINUTE },
	'code-device': { points: 5, duration: 15 * MINUTE },
	'code-devices': { points: 10, duration: 15 * MINUTE },
	'code-block': { points: 5, duration: 15 * MINUTE }
} as const;

type Kind = keyof typeof LIMITS;

/** One attempt to sign in. */
export interface Attempt {
	readonly address: string;
	/** The browser's network address. */
	readonly client: string;
	/** Id of the browser when it is known to this account (auth/device.ts). */
	readonly device: string | null;
}

let limiters: Record<Kind, RateLimiterSQLite> | undefined;

function open(): Record<Kind, RateLimiterSQLite> {
	const make = (kind: Kind) =>
		new RateLimiterSQLite({
			storeClient: sqlite(),
			storeType: 'better-sqlite3',
			tableName: 'throttle',
			tableCreated: true,
			clearExpiredByTimeout: kind === 'all',
			keyPrefix: kind,
			...LIMITS[kind]
		});
	const kinds = Object.keys(LIMITS) as Kind[];
	return Object.fromEntries(kinds.map((kind) => [kind, make(kind)])) as Record<Kind, RateLimiterSQLite>;
}

/** Which counters an attempt moves, those of whoever tries before those that others share. */
export function keysOf({ address, client, device }: Attempt): [Kind, string][] {
	if (device) {
		return [
			['device', `${address} ${device}`],
			['devices', address]
		];
	}
	return [
		['block', addressBlock(client)],
		['account', address],
		['all', '']
	];
}

/** Which counters a code moves, in the same order. */
function codeKeysOf({ address, client, device }: Attempt): [Kind, string][] {
	if (device) {
		return [
			['code-device', `${address} ${device}`],
			['code-devices', address]
		];
	}
	return [
		['code-block', addressBlock(client)],
		['code-account', address]
	];
}

/** Counts an attempt. Errors: `auth/throttled` with the seconds to wait. */
export async function count(attempt: Attempt): Promise<void> {
	await consume(keysOf(attempt));
}

/** Counts a code that somebody tries as a second step. Errors: as `count`. */
export async function countCode(attempt: Attempt): Promise<void> {
	await consume(codeKeysOf(attempt));
}

/** What one counter refuses moves none after it: one machine that goes on knocking shuts no door for others. */
async function consume(keys: readonly [Kind, string][]): Promise<void> {
	limiters ??= open();
	for (const [kind, key] of keys) {
		try {
			await limiters[kind].consume(key, 1);
		} catch (reason) {
			if (!(reason instanceof RateLimiterRes)) throw reason;
			throw new Problem('auth/throttled', { retryAfter: Math.max(1, Math.ceil(reason.msBeforeNext / 1000)) });
		}
	}
}

/** Gives an attempt back that was no wrong guess: right, or never judged because the mail server was away. */
export async function giveBack(attempt: Attempt): Promise<void> {
	await reward(keysOf(attempt));
}

/** As `giveBack`, for a code. */
export async function giveCodeBack(attempt: Attempt): Promise<void> {
	await reward(codeKeysOf(attempt));
}

async function reward(keys: readonly [Kind, string][]): Promise<void> {
	limiters ??= open();
	for (const [kind, key] of keys) await limiters[kind].reward(key, 1);
}

/** The right password: this account starts afresh. */
export async function forgive(attempt: Attempt): Promise<void> {
	await giveBack(attempt);
	limiters ??= open();
	await limiters.account.delete(attempt.address);
	if (!attempt.device) return;
	await limiters.device.delete(`${attempt.address} ${attempt.device}`);
	await limiters.devices.delete(attempt.address);
}

/** The right code: this account starts afresh, the block of addresses gets this one try back. */
export async function forgiveCodes(attempt: Attempt): Promise<void> {
	await giveCodeBack(attempt);
	limiters ??= open();
	for (const [kind, key] of codeKeysOf(attempt)) {
		if (kind !== 'code-block') await limiters[kind].delete(key);
	}
}

/** After the database was closed. */
export function forgetLimiters(): void {
	limiters = undefined;
}
