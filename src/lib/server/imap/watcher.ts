import type { Account } from '$lib/server/account';
import { parseFolderPath, type FolderPath } from '$lib/mail/ids';
import type { LiveEvent } from '$lib/mail/live-event';
import { decodeFolderName } from '$lib/mail/mutf7';
import { Problem } from '$lib/server/problem';
import { connect } from './connect';
import { forget } from './folders';
import { notify, poll, type Watching } from './watch-ways';
import type { StatusItems } from './raw-folders';
import type { Wire } from './wire';

/** Waits between attempts to come back, ms; the last one repeats. Under 5 s for a server that only restarts. */
const BACK_OFF = [200, 400, 800, 1600, 2000, 2000, 5000, 15_000];
/** Often enough that the server does not hang up for silence, and that a dead line is noticed, ms. */
const ALIVE_EVERY = 120_000;
const ALIVE_WITHIN = 15_000;

/** One connection that watches all folders of an account and tells what happens in them, until it is stopped. */
export class Watcher implements Watching {
	/** The newest session's view. */
	account: Account;
	/** The mail server no longer takes the password, so that watching has ended. */
	refused = false;
	private readonly tell: (event: LiveEvent) => void;
	private readonly before = new Map<FolderPath, StatusItems>();
	private imap: Wire | null = null;
	private stopped = false;
	private wake: (() => void) | null = null;

	constructor(account: Account, tell: (event: LiveEvent) => void) {
		this.account = account;
		this.tell = tell;
	}

	/** Watches until `stop`. Never throws: without a server it tells `down` and tries again. */
	async run(): Promise<void> {
		for (let failures = 0; !this.stopped;) {
			try {
				const imap = await connect(this.account.credential());
				this.imap = imap;
				if (this.stopped) break;
				if (failures > 0) this.told({ kind: 'up' });
				failures = 0;
				await this.watch(imap);
			} catch (error) {
				// The password no longer works, or the session is over: asking again would only lock the account.
				if (error instanceof Problem && error.code.startsWith('auth/')) this.refused = this.stopped = true;
			}
			this.imap?.close();
			this.imap = null;
			if (this.stopped) break;
			if (failures === 0) this.told({ kind: 'down' });
			await this.pause(BACK_OFF[Math.min(failures++, BACK_OFF.length - 1)] ?? 0);
		}
		this.imap?.close();
	}

	stop(): void {
		this.stopped = true;
		this.wake?.();
		this.imap?.close();
	}

	/** A STATUS of some folder has arrived; `first` when it only tells how things stand. */
	status(wireName: string, items: StatusItems, first = false): void {
		const path = parseFolderPath(/^inbox$/i.test(wireName) ? 'INBOX' : decodeFolderName(wireName));
		if (!path) return;
		const old = this.before.get(path);
		const now = new Map([...(old ?? []), ...items]);
		// A server may name folders without end.
		if (!old && this.before.size >= 10_000) return;
		this.before.set(path, now);
		// A page drawn before the watch began learns whether it is behind.
		if (first) return this.told({ kind: 'folder', path, ...countsOf(now) });
		const grew = old !== undefined && changed(old, now, 'UIDNEXT');
		const count = (map: StatusItems) => map.get('MESSAGES') ?? 0;
		const fewer = old !== undefined && count(now) < count(old) + (grew ? 1 : 0);
		const counted = ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY'].some((name) => changed(old, now, name));
		if (counted) this.told({ kind: 'folder', path, ...countsOf(now) });
		if (grew || (!old && items.has('UIDNEXT'))) this.told({ kind: 'list', path, change: 'new' });
		else if (changed(old, now, 'UIDVALIDITY') || fewer) this.told({ kind: 'list', path, change: 'gone' });
		else if (counted || changed(old, now, 'HIGHESTMODSEQ'))
			this.told({ kind: 'list', path, change: 'flags' });
	}

	/** The tree of folders has changed. */
	tree(): void {
		this.told({ kind: 'tree' });
	}

	private told(event: LiveEvent): void {
		forget(this.account.address);
		this.tell(event);
	}

	private async watch(imap: Wire): Promise<void> {
		const gone = new Promise<void>((resolve) => imap.once('close', resolve));
		const way = imap.capabilities.has('NOTIFY') ? notify : poll;
		const alive = setInterval(() => void this.checkAlive(imap), ALIVE_EVERY).unref();
		try {
			await way(imap, this, gone);
			await gone;
		} finally {
			clearInterval(alive);
		}
	}

	private async checkAlive(imap: Wire): Promise<void> {
		const timer = setTimeout(() => imap.close(), ALIVE_WITHIN).unref();
		await imap.noop().catch(() => imap.close());
		clearTimeout(timer);
	}

	private pause(ms: number): Promise<void> {
		return new Promise((resolve) => {
			this.wake = resolve;
			setTimeout(resolve, ms).unref();
		});
	}
}

function changed(old: StatusItems | undefined, now: StatusItems, name: string): boolean {
	return now.has(name) && old?.get(name) !== now.get(name);
}

function countsOf(items: StatusItems): { total?: number; unseen?: number; uidNext?: number } {
	const [total, unseen, uidNext] = ['MESSAGES', 'UNSEEN', 'UIDNEXT'].map((name) => items.get(name));
	return {
		...(total === undefined ? {} : { total }),
		...(unseen === undefined ? {} : { unseen }),
		...(uidNext === undefined ? {} : { uidNext })
	};
}
