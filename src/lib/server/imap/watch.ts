import { randomUUID } from 'node:crypto';
import type { Account } from '$lib/server/account';
import type { LiveEvent } from '$lib/mail/live-event';
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

interface Hub {
	readonly watcher: Watcher;
	readonly listeners: Map<Listener, () => void>;
	readonly recent: Told[];
	readonly epoch: string;
	next: number;
	leaving: NodeJS.Timeout | undefined;
}

const hubs = new Map<string, Hub>();

function hubOf(account: Account): Hub {
	const found = hubs.get(account.address);
	if (found) {
		found.watcher.account = account;
		clearTimeout(found.leaving);
		return found;
	}
	const { address } = account;
	const hub: Hub = {
		watcher: new Watcher(account, (event) => publish(hub, event)),
		listeners: new Map(),
		recent: [],
		epoch: randomUUID().slice(0, 8),
		next: 1,
		leaving: undefined
	};
	hubs.set(address, hub);
	void hub.watcher.run().then(() => {
		if (hubs.get(address) === hub) endHub(address);
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
 * called when the account signed out or the server shuts down.
 */
export function watch(
	account: Account,
	listener: Listener,
	after: string | null = null,
	ended: () => void = () => {}
): () => void {
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
			if (hub.listeners.size === 0 && hubs.get(account.address) === hub) endHub(account.address);
		}, LINGER).unref();
	};
}

function endHub(address: string): void {
	const hub = hubs.get(address);
	if (!hub) return;
	hubs.delete(address);
	clearTimeout(hub.leaving);
	hub.watcher.stop();
	for (const ended of [...hub.listeners.values()]) ended();
}

/** Ends the streams of an account, or all. */
export function endWatching(address?: string): void {
	for (const each of address === undefined ? [...hubs.keys()] : [address]) endHub(each);
}
