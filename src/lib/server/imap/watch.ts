import { randomUUID } from 'node:crypto';
import type { Account } from '$lib/server/account';
import type { LiveEvent } from '$lib/mail/live-event';
import { keyOf, keysOf } from './account-key';
import { keepWarm } from './pool';
import { Watcher } from './watcher';

/** Live events: one watching connection per account, shared by all its open pages. */

/** Events kept for pages that lost their stream for a moment. */
const REMEMBERED = 500;
/** Milliseconds a watcher outlives its last page: a reload comes back within that. */
const LINGER = 10_000;

/** An event under an id that an event stream can be resumed from. */
export interface Told {
	readonly id: string;
	readonly event: LiveEvent;
}

export interface Listener {
	(told: Told): void;
}

/** Told why: `refused` when the mail server no longer takes the password. */
type Ended = (refused: boolean) => void;

interface Hub {
	readonly watcher: Watcher;
	readonly listeners: Map<Listener, Ended>;
	readonly recent: Told[];
	readonly epoch: string;
	next: number;
	leaving: NodeJS.Timeout | undefined;
}

/** By `keyOf`. */
const hubs = new Map<string, Hub>();

function hubOf(account: Account): Hub {
	const key = keyOf(account);
	const found = hubs.get(key);
	if (found) {
		found.watcher.account = account;
		clearTimeout(found.leaving);
		return found;
	}
	const hub: Hub = {
		watcher: new Watcher(account, (event) => publish(hub, event)),
		listeners: new Map(),
		recent: [],
		epoch: randomUUID().slice(0, 8),
		next: 1,
		leaving: undefined
	};
	hubs.set(key, hub);
	void hub.watcher.run().then(() => {
		if (hubs.get(key) === hub) endHub(key);
	});
	return hub;
}

function publish(hub: Hub, event: LiveEvent): void {
	const told = { id: `${hub.epoch}-${hub.next++}`, event };
	hub.recent.push(told);
	if (hub.recent.length > REMEMBERED) hub.recent.shift();
	for (const listener of hub.listeners.keys()) listener(told);
}

/**
 * Tells `listener` what happens in the account's folders until the returned function is called. `after` is the id
 * of the last event the page saw: what it missed comes first, or an `up` when nobody knows any more. `ended` is
 * called when the account signed out, the server shuts down, or the mail server refuses the password.
 */
export function watch(
	account: Account,
	listener: Listener,
	after: string | null = null,
	ended: Ended = () => {}
): () => void {
	const key = keyOf(account);
	const hub = hubOf(account);
	const cool = keepWarm(account);
	hub.listeners.set(listener, ended);
	if (after !== null) {
		const at = hub.recent.findIndex((told) => told.id === after);
		const current = after === `${hub.epoch}-${hub.next - 1}`;
		if (at >= 0) for (const told of hub.recent.slice(at + 1)) listener(told);
		else if (!current) listener({ id: `${hub.epoch}-${hub.next - 1}`, event: { kind: 'up' } });
	}
	return () => {
		cool();
		if (!hub.listeners.delete(listener) || hub.listeners.size > 0) return;
		clearTimeout(hub.leaving);
		hub.leaving = setTimeout(() => {
			if (hub.listeners.size === 0 && hubs.get(key) === hub) endHub(key);
		}, LINGER).unref();
	};
}

function endHub(key: string): void {
	const hub = hubs.get(key);
	if (!hub) return;
	hubs.delete(key);
	clearTimeout(hub.leaving);
	hub.watcher.stop();
	for (const ended of [...hub.listeners.values()]) ended(hub.watcher.refused);
}

/** Ends the streams of an account, or all. */
export function endWatching(address?: string): void {
	for (const key of address === undefined ? [...hubs.keys()] : keysOf(address, hubs)) endHub(key);
}
