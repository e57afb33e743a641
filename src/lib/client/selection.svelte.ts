import type { Uid } from '$lib/mail/ids';

const NONE: ReadonlySet<Uid> = new Set();

/** Which messages are picked; not the same as which row has the focus, nor as which message is open. */
export class Selection {
	#picked = $state.raw(NONE);
	#whole = $state(false);
	/** The newest message there was when all were picked; null in an empty folder. */
	#upTo: Promise<Uid | null> | null = null;
	/** Where a range begins. */
	#anchor = $state.raw<Uid | null>(null);
	/** The row that has the focus, and the message that is open. */
	active = $state.raw<Uid | null>(null);
	open = $state.raw<Uid | null>(null);
	/** What is being dragged, and the name of the folder under it. */
	dragged = $state.raw<{ readonly target: readonly Uid[] | 'all'; readonly count: number } | null>(null);
	over = $state('');
	/** On touch: checkboxes are shown though nothing is picked yet. */
	choosing = $state(false);

	get picked(): ReadonlySet<Uid> {
		return this.#picked;
	}

	/** Every message of the folder, those not loaded too. */
	get whole(): boolean {
		return this.#whole;
	}

	/** Up to where “every message” goes: mail that came later is not meant. Null unless all are picked. */
	get upTo(): Promise<Uid | null> | null {
		return this.#whole ? this.#upTo : null;
	}

	get anchor(): Uid | null {
		return this.#anchor;
	}

	get size(): number {
		return this.#picked.size;
	}

	/** What an action would be about: what is picked, else what is open, else the row with the focus. */
	get target(): readonly Uid[] | 'all' {
		if (this.#whole) return 'all';
		if (this.#picked.size > 0) return [...this.#picked];
		const one = this.open ?? this.active;
		return one === null ? [] : [one];
	}

	has(uid: Uid): boolean {
		return this.#whole || this.#picked.has(uid);
	}

	toggle(uid: Uid): void {
		this.#whole = false;
		const next = new Set(this.#picked);
		if (!next.delete(uid)) next.add(uid);
		this.#picked = next;
		this.#anchor = uid;
	}

	/** A range replaces what was picked, or joins it. The anchor stays. */
	range(uids: readonly Uid[], join = false): void {
		this.#whole = false;
		this.#picked = new Set(join ? [...this.#picked, ...uids] : uids);
	}

	all(uids: Iterable<Uid>): void {
		this.#picked = new Set(uids);
		this.#whole = false;
	}

	/** Picks every message of the folder up to the newest there is now. */
	everything(uids: Iterable<Uid>, upTo: Promise<Uid | null>): void {
		this.#picked = new Set(uids);
		this.#whole = true;
		this.#upTo = upTo;
		// Whoever acts on it learns what went wrong.
		upTo.catch(() => {});
	}

	/** Where the next range begins, without picking anything. */
	from(uid: Uid | null): void {
		this.#anchor = uid;
	}

	/** Messages that are gone are no longer picked. */
	drop(uids: ReadonlySet<Uid>): void {
		if (this.#picked.size === 0) return;
		this.#picked = new Set([...this.#picked].filter((uid) => !uids.has(uid)));
		this.#whole = false;
	}

	clear(): void {
		this.#picked = NONE;
		this.#whole = false;
		this.choosing = false;
	}
}
