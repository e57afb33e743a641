import type { FlagName } from '$lib/mail/action';
import { dayGroup } from '$lib/mail/days';
import type { Uid } from '$lib/mail/ids';
import type { ListWindow, Summary } from '$lib/mail/summary';
import { api, ApiProblem, folderApi } from './api';
import { printListSearch, printQuery, sameList, type ListAddress } from './list-address';
import { Windows } from './windows';

/** Rows in one request. */
export const PAGE = 50;

/**
 * The open list: an ordered window over any number of messages. Pages are asked for as they are looked at; what
 * the person does shows at once and is put back when the server refuses (`acting.ts`).
 */
export class MessageList {
	#address = $state.raw<ListAddress>({
		folder: 'INBOX',
		query: '',
		unread: false,
		order: { sort: 'arrival', descending: true }
	});
	#uidValidity = $state('');
	#windows = $state.raw(new Windows());
	#ready = $state(false);
	#problem = $state.raw<ApiProblem | null>(null);
	/** Pages on their way, by first index. */
	#asked = new Map<number, AbortController>();
	/** While an action is on its way, what the server says of the list is older than what is shown. */
	#busy = 0;
	#stale = false;
	#visible = { from: 0, to: PAGE };
	/** Lists looked at before, shown at once when one comes back to them. */
	#before = new Map<string, { windows: Windows; uidValidity: string }>();

	get address(): ListAddress {
		return this.#address;
	}
	get folder(): string {
		return this.#address.folder;
	}
	get uidValidity(): string {
		return this.#uidValidity;
	}
	get windows(): Windows {
		return this.#windows;
	}
	get total(): number {
		return this.#windows.total;
	}
	/** False until the first window is here. */
	get ready(): boolean {
		return this.#ready;
	}
	get problem(): ApiProblem | null {
		return this.#problem;
	}
	/** Something the person did is on its way. */
	get busy(): boolean {
		return this.#busy > 0;
	}
	/** Of the part after `?` in addresses of this list. */
	get search(): string {
		return printListSearch(this.#address);
	}

	at(index: number): Summary | undefined {
		return this.#windows.at(index);
	}

	indexOf(uid: Uid): number {
		return this.#windows.indexOf(uid);
	}

	find(uid: Uid): Summary | undefined {
		const index = this.indexOf(uid);
		return index < 0 ? undefined : this.at(index);
	}

	/** The message before (-1) or after (+1) another in the shown order, where it is known. */
	neighbour(uid: Uid, step: 1 | -1): Summary | undefined {
		const index = this.indexOf(uid);
		return index < 0 ? undefined : this.at(index + step);
	}

	/** Indices of the known rows that begin another day group; empty where the order is not by time. */
	dayLines(now: number): number[] {
		const { sort } = this.#address.order;
		if (sort !== 'arrival' && sort !== 'date') return [];
		const lines: number[] = [];
		let last = { index: -1, group: '' };
		for (const [index, row] of this.#windows.entries()) {
			const group = dayGroup(sort === 'date' ? row.date : row.received, now);
			if (index === 0 || (index === last.index + 1 && group !== last.group)) lines.push(index);
			last = { index, group };
		}
		return lines;
	}

	/** Shows another list. `first` is its first window where the page came with it. */
	show(address: ListAddress, first: ListWindow | null, problem: ApiProblem | null = null): void {
		const same = this.#ready && sameList(address, this.#address);
		if (same && !first) return;
		if (this.#ready)
			this.#before.set(this.#key(), { windows: this.#windows, uidValidity: this.#uidValidity });
		this.#abandon();
		this.#address = address;
		this.#problem = problem;
		const kept = this.#before.get(this.#key());
		if (first) {
			this.#windows = new Windows(first.total).put(first.from, first.rows);
			this.#uidValidity = first.uidValidity;
		} else {
			this.#windows = kept?.windows.only(0, PAGE) ?? new Windows();
			this.#uidValidity = kept?.uidValidity ?? '';
		}
		this.#ready = Boolean(first ?? kept);
		this.#visible = { from: 0, to: PAGE };
		if (!first && !problem) void this.#load(0, PAGE);
		if (this.#before.size > 12) this.#before.delete(this.#before.keys().next().value!);
	}

	/** Says which rows are looked at; asks for those that are not here. */
	want(from: number, to: number): void {
		this.#visible = { from, to };
		for (const [start, controller] of this.#asked) {
			if (start + PAGE < from - PAGE || start > to + PAGE) {
				controller.abort();
				this.#asked.delete(start);
			}
		}
		for (const gap of this.#windows.missing(from, to, PAGE)) {
			if (!this.#asked.has(gap.from)) void this.#load(gap.from, gap.count);
		}
	}

	/** The rows from one index to another (inclusive), asking for those that are not here. */
	async rows(from: number, to: number): Promise<Summary[]> {
		for (const gap of this.#windows.missing(from, to + 1, PAGE)) await this.#load(gap.from, gap.count);
		const found: Summary[] = [];
		for (let index = from; index <= to; index++) {
			const row = this.at(index);
			if (row) found.push(row);
		}
		return found;
	}

	/** The highest UID there is, so that “all” means all that were there when it was said. */
	async newestUid(): Promise<Uid | null> {
		const query = new URLSearchParams({ from: '0', count: '1', sort: 'arrival', order: 'desc' });
		const window = await api.get<ListWindow>(`${folderApi(this.folder)}/messages?${query}`);
		return window.rows[0]?.uid ?? null;
	}

	/** Asks again for what is looked at; the rest is forgotten and asked for when it is looked at. */
	async refresh(): Promise<void> {
		if (this.#busy > 0) {
			this.#stale = true;
			return;
		}
		this.#stale = false;
		this.#abandon();
		const from = Math.floor(this.#visible.from / PAGE) * PAGE;
		const to = Math.min(Math.max(this.#visible.to, from + PAGE), from + 4 * PAGE);
		await this.#load(from, Math.ceil((to - from) / PAGE) * PAGE, true);
	}

	/** Takes rows out of the list. Returns what puts them back. */
	hide(uids: ReadonlySet<Uid>): () => void {
		return this.#step(this.#windows.without(uids));
	}

	/** Empties the list. Returns what fills it again. */
	empty(): () => void {
		return this.#step(new Windows());
	}

	/** Sets a flag on rows. Returns what takes it back. */
	mark(uids: ReadonlySet<Uid> | 'all', flag: FlagName, on: boolean): () => void {
		const change = (row: Summary): Summary => ({ ...row, flags: { ...row.flags, [flag]: on } });
		return this.#step(this.#windows.patch(uids, change));
	}

	/** Holds back what the server says while an action is on its way. */
	async during<T>(action: () => Promise<T>): Promise<T> {
		this.#busy++;
		this.#abandon();
		try {
			return await action();
		} finally {
			if (--this.#busy === 0 && this.#stale) void this.refresh();
		}
	}

	/** After an action or a refusal: the truth is fetched once nothing is on its way. */
	settle(): void {
		this.#stale = true;
		if (this.#busy === 0) void this.refresh();
	}

	#step(next: Windows): () => void {
		const before = this.#windows;
		const folder = this.#key();
		this.#windows = next;
		return () => {
			if (this.#key() !== folder) return;
			if (this.#windows === next) this.#windows = before;
			else this.settle();
		};
	}

	#key(): string {
		return this.#address.folder + this.search;
	}

	#abandon(): void {
		for (const controller of this.#asked.values()) controller.abort();
		this.#asked.clear();
	}

	async #load(from: number, count: number, fresh = false): Promise<void> {
		const controller = new AbortController();
		this.#asked.set(from, controller);
		const { folder, order } = this.#address;
		const ask = new URLSearchParams({ from: `${from}`, count: `${count}`, sort: order.sort });
		ask.set('order', order.descending ? 'desc' : 'asc');
		if (order.sort === 'size') ask.set('size', '1');
		const words = printQuery(this.#address);
		if (words) ask.set('q', words);
		try {
			const url = `${folderApi(folder)}/messages?${ask}`;
			const window = await api.get<ListWindow>(url, { signal: controller.signal });
			if (controller.signal.aborted) return;
			this.#take(window, fresh);
		} catch (problem) {
			if (controller.signal.aborted) return;
			if (problem instanceof ApiProblem) this.#problem = problem;
			else throw problem;
		} finally {
			if (this.#asked.get(from) === controller) this.#asked.delete(from);
		}
	}

	#take(window: ListWindow, fresh: boolean): void {
		const changed = this.#uidValidity !== '' && window.uidValidity !== this.#uidValidity;
		const grown = window.total !== this.#windows.total;
		// Rows elsewhere have moved when their number changed; UIDs mean nothing any more when UIDVALIDITY did.
		const base = changed || fresh || grown ? new Windows(window.total) : this.#windows;
		this.#windows = base.put(window.from, window.rows, window.total).near(window.from);
		this.#uidValidity = window.uidValidity;
		this.#problem = null;
		this.#ready = true;
	}
}
