import type { Action, ActionRequest, ActionResult, Choice } from '$lib/mail/action';
import type { FolderPath, Uid } from '$lib/mail/ids';
import type { Summary } from '$lib/mail/summary';
import { m } from '$lib/paraglide/messages';
import { sayCount, sayDone } from './action-text';
import { api, ApiProblem, folderApi } from './api';
import type { Connection } from './connection.svelte';
import { folderName } from './folder-name';
import type { Mailbox } from './mailbox.svelte';
import type { MessageList } from './message-list.svelte';
import type { Notices } from './notices.svelte';
import type { Selection } from './selection.svelte';

/** What an action is about: some messages, or all of the folder. */
export type Target = readonly Uid[] | 'all';

interface Job {
	readonly folder: string;
	readonly uidValidity: string;
	readonly choice: Choice;
	readonly action: Action;
	/** How many messages, for the sentence. */
	readonly count: number;
}

/**
 * What a person does to messages: shown in the same frame, sent at once, taken back with a notice when the server
 * refuses, kept waiting when it cannot be reached. Every change that can be undone offers to be.
 */
export class Acting {
	#list: MessageList;
	#mailbox: Mailbox;
	#selection: Selection;
	#notices: Notices;
	#connection: Connection;
	#waiting = $state.raw<readonly Job[]>([]);

	#waitingFor = $derived(
		new Map(
			this.#waiting.flatMap((job) =>
				('uids' in job.choice ? job.choice.uids : []).map((uid) => [uid, job.action])
			)
		)
	);

	constructor(
		list: MessageList,
		mailbox: Mailbox,
		selection: Selection,
		notices: Notices,
		connection: Connection
	) {
		this.#list = list;
		this.#mailbox = mailbox;
		this.#selection = selection;
		this.#notices = notices;
		this.#connection = connection;
		connection.onBack(() => void this.#sendWaiting());
	}

	/** How many changes wait for the server. */
	get waiting(): number {
		return this.#waiting.length;
	}

	/** What a message of the open folder waits for. */
	waitingFor(uid: Uid): Action | undefined {
		return this.#waiting.some((job) => job.folder === this.#list.folder)
			? this.#waitingFor.get(uid)
			: undefined;
	}

	/** Does it. `silent`: no offer to undo, for what the page does by itself. */
	async act(action: Action, target: Target, silent = false): Promise<void> {
		const list = this.#list;
		const { folder, uidValidity } = list;
		const rows = this.#known(target);
		const uids = new Set(target === 'all' ? rows.map((row) => row.uid) : target);
		if (target !== 'all' && uids.size === 0) return;
		const count = target === 'all' ? list.total : uids.size;
		const changed =
			action.kind === 'flag' ? rows.filter((row) => row.flags[action.flag] !== action.on) : rows;
		// Before the rows go and the selection with them.
		const upTo = target === 'all' ? (this.#selection.upTo ?? list.newestUid()) : null;
		upTo?.catch(() => {});
		const takeBack = this.#show(action, target, uids, changed);
		const sent = list.during(async () => {
			const choice: Choice = upTo ? upToChoice(await upTo) : { uids: [...uids] };
			return this.#send({ folder, uidValidity, choice, action, count });
		});
		if (!silent) this.#offer(action, target, changed, count, folder, uidValidity, sent);
		try {
			const result = await sent;
			if (result.problem) return this.#endedEarly(action, result, folder);
			if (target === 'all' || action.kind === 'copy') list.settle();
		} catch (problem) {
			takeBack();
			this.#failed(problem, { folder, uidValidity, choice: { uids: [...uids] }, action, count }, target);
		}
	}

	/** Shows what will be. Returns what takes it back. */
	#show(action: Action, target: Target, uids: ReadonlySet<Uid>, changed: readonly Summary[]): () => void {
		const folder = this.#list.folder;
		const here = this.#mailbox.find(folder);
		const all = target === 'all';
		const unseen = all ? (here?.unseen ?? 0) : changed.filter((row) => !row.flags.seen).length;
		if (action.kind === 'copy') return () => {};
		if (action.kind === 'flag') {
			const by = action.flag !== 'seen' ? 0 : action.on ? -unseen : changed.length;
			const back = this.#list.mark(all ? 'all' : uids, action.flag, action.on);
			this.#mailbox.adjust(folder, { unseen: by });
			return () => {
				back();
				this.#mailbox.adjust(folder, { unseen: -by });
			};
		}
		const total = all ? (here?.total ?? 0) : uids.size;
		const to = this.#destination(action);
		const { picked, upTo } = this.#selection;
		const back = all ? this.#list.empty() : this.#list.hide(uids);
		this.#selection.drop(uids);
		this.#mailbox.adjust(folder, { total: -total, unseen: -unseen });
		if (to) this.#mailbox.adjust(to, { total, unseen });
		return () => {
			back();
			if (this.#list.folder === folder) {
				if (upTo) this.#selection.everything(picked, upTo);
				else this.#selection.all(picked);
			}
			this.#mailbox.adjust(folder, { total, unseen });
			if (to) this.#mailbox.adjust(to, { total: -total, unseen: -unseen });
		};
	}

	#offer(
		action: Action,
		target: Target,
		changed: readonly Summary[],
		count: number,
		folder: string,
		uidValidity: string,
		sent: Promise<ActionResult>
	): void {
		const text = sayDone(action, sayCount(count), this.#destination(action) === null, (path) =>
			this.#name(path)
		);
		const undo = async (): Promise<void> => {
			const result = await sent.catch(() => null);
			if (!result) return;
			if (action.kind === 'flag') {
				const uids = changed.map((row) => row.uid);
				if (this.#list.folder === folder) return this.act({ ...action, on: !action.on }, uids, true);
				await this.#send({
					folder,
					uidValidity,
					choice: { uids },
					action: { ...action, on: !action.on },
					count: uids.length
				});
			} else if (result.to && result.toUids && result.toUidValidity) {
				await this.#moveBack(action, result, folder);
			}
		};
		const final = action.kind === 'copy' || (action.kind === 'delete' && this.#destination(action) === null);
		if (final || (action.kind === 'flag' && (target === 'all' || changed.length === 0)))
			this.#notices.say(text);
		else this.#notices.offerUndo(text, undo);
	}

	/** Part of it was done: says how much and why no more, and offers to take that part back. */
	#endedEarly(action: Action, result: ActionResult, folder: string): void {
		const { status, code, detail } = result.problem!;
		const final = this.#destination(action) === null;
		const text = sayDone(action, sayCount(result.done), final, (path) => this.#name(path));
		this.#notices.withdraw();
		this.#notices.fail(new ApiProblem(code, status, detail));
		if (result.toUids && action.kind !== 'copy')
			this.#notices.offerUndo(text, () => this.#moveBack(action, result, folder));
		else this.#notices.say(text);
		this.#list.settle();
		void this.#mailbox.refresh().catch(() => {});
	}

	async #moveBack(action: Action, result: ActionResult, folder: string): Promise<void> {
		// What the filter was told goes back with the message, wherever it came from.
		const learned = action.kind === 'junk' || action.kind === 'phishing';
		const wasJunk = action.kind === 'not-junk' && this.#mailbox.find(folder)?.role === 'junk';
		const back: Action = wasJunk
			? { kind: 'junk' }
			: { kind: learned ? 'not-junk' : 'move', to: folder as FolderPath };
		await this.#send({
			folder: result.to as string,
			uidValidity: result.toUidValidity as string,
			choice: { uids: result.toUids ?? [] },
			action: back,
			count: result.done
		});
		await Promise.all([this.#list.refresh(), this.#mailbox.refresh()]);
		this.#notices.whisper(m.list_undone());
	}

	#failed(problem: unknown, job: Job, target: Target): void {
		const away =
			problem instanceof ApiProblem && ['offline', 'server/away', 'server/slow'].includes(problem.code);
		this.#notices.withdraw();
		if (away && target !== 'all') {
			this.#waiting = [...this.#waiting, job];
			if (problem.code === 'offline') this.#connection.cut();
			else this.#connection.away();
			return;
		}
		this.#notices.fail(problem, m.list_not_done({ what: sayCount(job.count) }));
		this.#list.settle();
		void this.#mailbox.refresh().catch(() => {});
	}

	async #sendWaiting(): Promise<void> {
		const jobs = this.#waiting;
		this.#waiting = [];
		for (const job of jobs) {
			try {
				await this.#send(job);
			} catch (problem) {
				this.#failed(problem, job, 'uids' in job.choice ? job.choice.uids : 'all');
			}
		}
	}

	#send({ folder, uidValidity, choice, action }: Job): Promise<ActionResult> {
		const request: ActionRequest = { uidValidity, choice, action };
		return api.post<ActionResult>(`${folderApi(folder)}/actions`, request);
	}

	#known(target: Target): Summary[] {
		if (target === 'all') return [...this.#list.windows.entries()].map(([, row]) => row);
		return target.map((uid) => this.#list.find(uid)).filter((row) => row !== undefined);
	}

	/** Where messages go, or null when they are gone for good. */
	#destination(action: Action): string | null {
		const role = this.#mailbox.find(this.#list.folder)?.role;
		if (action.kind === 'move' || action.kind === 'copy') return action.to;
		if (action.kind === 'archive') return this.#mailbox.role('archive')?.path ?? null;
		// Made when it is missing, so mail that goes there is never gone for good.
		if (action.kind === 'junk' || action.kind === 'phishing') return this.#mailbox.role('junk')?.path ?? '';
		if (action.kind === 'not-junk') return action.to ?? this.#mailbox.role('inbox')?.path ?? null;
		if (action.kind === 'delete' && role !== 'trash' && role !== 'junk')
			return this.#mailbox.role('trash')?.path ?? null;
		return null;
	}

	#name(path: string): string {
		const folder = this.#mailbox.find(path);
		return folder ? folderName(folder) : path;
	}
}

function upToChoice(newest: Uid | null): Choice {
	return newest === null ? { uids: [] } : { upTo: newest };
}
