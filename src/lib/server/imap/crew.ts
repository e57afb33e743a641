import type { Account } from '$lib/server/account';
import type { FolderPath } from '$lib/mail/ids';
import { Problem } from '$lib/server/problem';
import { connect } from './connect';
import { takeProven } from './proven';
import { isConnectionLoss, toProblem } from './trouble';
import type { Wire } from './wire';

/** Connections per account besides the watcher; Dovecot allows ten for a user and address. */
const MAX_WORKERS = 3;
/** Milliseconds after which an idle connection is closed. */
const IDLE = 60_000;
/** Milliseconds a job may take before its connection counts as hung and is thrown away. */
const JOB_TIMEOUT = 30_000;
/** Waits before further attempts when the server refuses: long enough for a restart, short enough for a person. */
const RETRY_AFTER = [250, 750, 1500];
/** Jobs of one account that may wait. */
const MAX_QUEUE = 500;

export interface JobOptions {
	/** Whether the job may run again on a fresh connection when the first one died under it. */
	readonly idempotent?: boolean;
	/** Waits behind what a person waits for, and leaves one connection free. */
	readonly background?: boolean;
	/** Milliseconds. */
	readonly timeout?: number;
}

interface Worker {
	readonly imap: Wire;
	folder: FolderPath | null;
	busy: boolean;
	/** Busy with what nobody waits for. */
	background: boolean;
	usedAt: number;
}

interface Waiting {
	readonly folder: FolderPath | null;
	readonly background: boolean;
	readonly start: (worker: Worker | null) => void;
	readonly fail: (problem: unknown) => void;
}

/** The crew was sent home between the question and the answer; another will do. */
export class Closed extends Error {}

/** The working connections of one account: chosen by the folder they have open, lent, watched, closed when idle. */
export class Crew {
	/** Pages of the account that are open; while there is one, one connection stays. */
	pages = 0;
	/** The newest session's view: an older one may have expired by now. */
	account: Account;
	private readonly workers: Worker[] = [];
	private readonly queue: Waiting[] = [];
	private opening = 0;
	private everOpened = false;
	private closed = false;

	constructor(account: Account) {
		this.account = account;
	}

	get size(): number {
		return this.workers.length + this.opening + this.queue.length;
	}

	/** Runs a job on a connection, preferably one that has `folder` open. Errors: `Problem`s, and bugs as they are. */
	async run<T>(
		folder: FolderPath | null,
		job: (imap: Wire, worker: { folder: FolderPath | null }) => Promise<T>,
		options: JobOptions
	): Promise<T> {
		for (let attempt = 0; ; attempt++) {
			const worker = await this.take(folder, options.background ?? false);
			worker.background = options.background ?? false;
			let hung = false;
			const timer = setTimeout(() => {
				hung = true;
				this.drop(worker);
			}, options.timeout ?? JOB_TIMEOUT);
			try {
				return await job(worker.imap, worker);
			} catch (error) {
				if (hung) throw new Problem('server/slow', { cause: error });
				const lost = isConnectionLoss(error) || !worker.imap.usable;
				if (!(error instanceof Problem) && isWireFault(error)) this.drop(worker);
				if (lost) this.drop(worker);
				if (lost && attempt === 0 && (options.idempotent || isUnsent(error)) && !(error instanceof Problem))
					continue;
				throw toProblem(error);
			} finally {
				clearTimeout(timer);
				this.release(worker);
			}
		}
	}

	/** Closes what has been idle too long. `now` in ms since 1970. */
	sweep(now: number): void {
		const idle = this.workers.filter((worker) => !worker.busy).sort((a, b) => a.usedAt - b.usedAt);
		for (const worker of idle) {
			if (this.pages > 0 && this.workers.length === 1) return;
			if (now - worker.usedAt >= IDLE) this.drop(worker, true);
		}
	}

	/** Takes no more jobs. Work under way is finished, then its connection closed. */
	close(): void {
		this.closed = true;
		for (const waiting of this.queue.splice(0)) waiting.fail(new Closed());
		for (const worker of this.workers.filter((each) => !each.busy)) this.drop(worker, true);
	}

	private async take(folder: FolderPath | null, background: boolean): Promise<Worker> {
		if (this.closed) throw new Closed();
		const free = this.pick(folder, background);
		if (free) {
			free.busy = true;
			return free;
		}
		const limit = background ? MAX_WORKERS - 1 : MAX_WORKERS;
		if (this.workers.length + this.opening < limit) return this.open();
		if (this.queue.length >= MAX_QUEUE) throw new Problem('server/slow');
		const worker = await new Promise<Worker | null>((start, fail) =>
			this.queue.push({ folder, background, start, fail })
		);
		return worker ?? this.take(folder, background);
	}

	/** The free connection that suits best. */
	private pick(folder: FolderPath | null, background: boolean): Worker | undefined {
		for (const worker of [...this.workers]) if (!worker.busy && !worker.imap.usable) this.drop(worker);
		const free = this.workers.filter((worker) => !worker.busy).sort((a, b) => a.usedAt - b.usedAt);
		if (background && free.length === 1 && this.workers.length >= MAX_WORKERS) return undefined;
		return free.find((worker) => worker.folder === folder) ?? free[0];
	}

	private async open(): Promise<Worker> {
		let failed: unknown = null;
		this.opening++;
		try {
			const imap = await this.connected();
			const worker: Worker = { imap, folder: null, busy: true, background: false, usedAt: Date.now() };
			if (this.closed) {
				imap.close();
				throw new Closed();
			}
			this.everOpened = true;
			this.workers.push(worker);
			imap.once('close', () => this.drop(worker));
			return worker;
		} catch (error) {
			failed = error;
			throw error;
		} finally {
			this.opening--;
			// With no connection left that could be handed on, nobody else would ever wake those who wait.
			if (failed && this.workers.length + this.opening === 0)
				for (const waiting of this.queue.splice(0)) waiting.fail(failed);
		}
	}

	private async connected(): Promise<Wire> {
		const credential = this.account.credential();
		const proven = takeProven(credential);
		if (proven) return proven;
		for (let attempt = 0; ; attempt++) {
			try {
				return await connect(credential);
			} catch (error) {
				const wait = RETRY_AFTER[attempt];
				// A server that worked a moment ago and refuses now is most likely restarting.
				const restarting = this.everOpened && error instanceof Problem && error.code === 'server/away';
				if (!restarting || wait === undefined || this.closed) throw error;
				await new Promise((resolve) => setTimeout(resolve, wait));
			}
		}
	}

	private release(worker: Worker): void {
		worker.busy = false;
		worker.usedAt = Date.now();
		const usable = !this.closed && this.workers.includes(worker) && worker.imap.usable;
		if (!usable) this.drop(worker, this.closed);
		const next = this.next(usable ? worker.folder : null);
		if (!next) return;
		if (usable) {
			worker.busy = true;
			worker.background = next.background;
		}
		next.start(usable ? worker : null);
	}

	/** Connections busy with what nobody waits for. */
	private get behind(): number {
		return this.workers.filter((worker) => worker.busy && worker.background).length;
	}

	/** The job to do next: those of people first, among the first few one for the folder that is already open. */
	private next(folder: FolderPath | null): Waiting | undefined {
		const user = this.queue.filter((waiting) => !waiting.background).slice(0, 8);
		const chosen =
			user.find((waiting) => waiting.folder === folder) ??
			user[0] ??
			// The connection kept free stays so, also when it has just become free.
			(this.behind < MAX_WORKERS - 1 ? this.queue[0] : undefined);
		if (chosen) this.queue.splice(this.queue.indexOf(chosen), 1);
		return chosen;
	}

	private drop(worker: Worker, politely = false): void {
		const at = this.workers.indexOf(worker);
		if (at !== -1) this.workers.splice(at, 1);
		if (politely && worker.imap.usable && !worker.busy)
			void worker.imap.logout().catch(() => worker.imap.close());
		else worker.imap.close();
		// Whoever waits for this connection may open another.
		if (at !== -1 && !worker.busy) this.next(null)?.start(null);
	}
}

/** Refused by imapflow before anything went over the wire. */
function isUnsent(error: unknown): boolean {
	const from = (error as { rejectedFrom?: string; details?: { rejectedFrom?: string } } | null) ?? {};
	return /^(?:exec|write)/.test(from.rejectedFrom ?? from.details?.rejectedFrom ?? '');
}

/** After such an error nobody knows where in the conversation the connection stands. */
function isWireFault(error: unknown): boolean {
	const code = (error as { code?: string } | null)?.code ?? '';
	return /^(?:Malformed|ParserError|LineTooLarge|LiteralTooLarge|ResponseTooLarge|UnexpectedTag|InvalidResponse|ResponseProcessingFailed|MAX_IMAP)/.test(
		code
	);
}
