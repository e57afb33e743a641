import { m } from '$lib/paraglide/messages';
import { ApiProblem } from './api';
import type { Connection } from './connection.svelte';
import { folderName } from './folder-name';
import { follow, type Heard } from './live';
import type { Mailbox } from './mailbox.svelte';
import type { MessageList } from './message-list.svelte';
import type { Notices } from './notices.svelte';

/** Several events of one moment become one look at the server. */
const GATHER_MS = 40;

/** Carries what the event stream tells to the folders and the list, and heals both after a lost connection. */
export class Updates {
	#mailbox: Mailbox;
	#list: MessageList;
	#connection: Connection;
	#notices: Notices;
	#timers = new Map<string, ReturnType<typeof setTimeout>>();
	#tryNow = (): void => {};

	constructor(mailbox: Mailbox, list: MessageList, connection: Connection, notices: Notices) {
		this.#mailbox = mailbox;
		this.#list = list;
		this.#connection = connection;
		this.#notices = notices;
	}

	/** Begins to follow. Returns what stops it. */
	start(account: string): () => void {
		const { stop, tryNow } = follow(account, (event) => this.#hear(event));
		this.#tryNow = tryNow;
		const stopBack = this.#connection.onBack(() => void this.heal());
		const online = (): void => tryNow();
		// A stream over a dead line says nothing for minutes; the browser knows at once.
		const offline = (): void => this.#connection.cut();
		addEventListener('online', online);
		addEventListener('offline', offline);
		return () => {
			stop();
			stopBack();
			removeEventListener('online', online);
			removeEventListener('offline', offline);
		};
	}

	/** Tries to reach the server at once. */
	tryNow(): void {
		this.#tryNow();
		void this.heal();
	}

	/** Asks for everything that is shown again. */
	async heal(): Promise<void> {
		try {
			await Promise.all([this.#mailbox.refresh(), this.#list.refresh()]);
			this.#connection.up();
		} catch (problem) {
			if (!(problem instanceof ApiProblem)) throw problem;
			if (problem.code === 'server/away' || problem.code === 'server/slow') this.#connection.away();
		}
	}

	#hear(event: Heard): void {
		switch (event.kind) {
			case 'cut':
				this.#connection.cut();
				// A stream that is refused, not lost, says so through an ordinary request (an expired session).
				this.#soon('session', () => this.#mailbox.refresh());
				return;
			case 'joined':
				this.#connection.joined();
				// What came between the drawing of the page and this stream was told to nobody.
				return this.#soon('folders', async () => {
					await this.#mailbox.refresh();
					this.#compare();
				});
			case 'down':
				return this.#connection.away();
			case 'up':
				this.#connection.up();
				return this.#soon('heal', () => this.heal());
			case 'tree':
				return this.#soon('folders', () => this.#mailbox.refresh());
			case 'folder':
				if (!this.#mailbox.find(event.path)) return this.#soon('folders', () => this.#mailbox.refresh());
				this.#mailbox.count(event.path, event);
				return this.#compare();
			case 'list':
				if (event.path !== this.#list.folder) return;
				return this.#soon('list', () => this.#refreshList(event.change === 'new'));
		}
	}

	/** Asks for the list again when the folder has another number of messages. */
	#compare(): void {
		const { folder, address, total, ready, busy } = this.#list;
		const known = this.#mailbox.find(folder)?.total;
		if (!ready || busy || address.query || address.unread || known === undefined || known === total) return;
		this.#soon('list', () => this.#refreshList(known > total));
	}

	async #refreshList(arrived: boolean): Promise<void> {
		const before = this.#list.uidValidity;
		const total = this.#list.total;
		await this.#list.refresh();
		const folder = this.#mailbox.find(this.#list.folder);
		const name = folder ? folderName(folder) : this.#list.folder;
		if (before && before !== this.#list.uidValidity) this.#notices.say(m.list_reloaded({ folder: name }));
		else if (arrived && this.#list.total > total) {
			this.#notices.whisper(
				m.app_new_mail({ n: this.#list.total - total, count: `${this.#list.total - total}` })
			);
		}
	}

	#soon(what: string, run: () => Promise<void>): void {
		if (this.#timers.has(what)) return;
		const timer = setTimeout(() => {
			this.#timers.delete(what);
			run().catch(() => {});
		}, GATHER_MS);
		this.#timers.set(what, timer);
	}
}
