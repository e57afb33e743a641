import { sayProblem } from './problem-text';

/** Something the page says at its foot. */
export interface Notice {
	readonly id: number;
	readonly tone: 'note' | 'bad';
	readonly text: string;
	/** Takes back what was done. */
	readonly undo?: () => void | Promise<void>;
}

const SHOWN_MS = 5_000;
const UNDO_MS = 10_000;
const BAD_MS = 12_000;

/** What the page says: one notice with a way back at most, spoken through a live region. */
export class Notices {
	#shown = $state.raw<readonly Notice[]>([]);
	#spoken = $state('');
	#next = 1;
	#timers = new Map<number, ReturnType<typeof setTimeout>>();

	get shown(): readonly Notice[] {
		return this.#shown;
	}

	/** The text of the live region. */
	get spoken(): string {
		return this.#spoken;
	}

	/** Says a thing that went well, or that is worth knowing. */
	say(text: string): void {
		this.#add({ id: this.#next++, tone: 'note', text }, SHOWN_MS);
	}

	/** Only for those who listen: nothing is drawn. */
	whisper(text: string): void {
		// A repeated text would not be announced again.
		this.#spoken = text === this.#spoken ? `${text}\u00a0` : text;
	}

	/** Says what failed. `meaning` says first what it means for the mail. */
	fail(problem: unknown, meaning = ''): void {
		const text = sayProblem(problem);
		this.#add({ id: this.#next++, tone: 'bad', text: meaning ? `${meaning} ${text}` : text }, BAD_MS);
	}

	/** Says what was done and offers to take it back for 10 s. A newer offer replaces an older one. */
	offerUndo(text: string, undo: () => void | Promise<void>): void {
		for (const notice of this.#shown) if (notice.undo) this.close(notice.id);
		this.#add({ id: this.#next++, tone: 'note', text, undo }, UNDO_MS);
	}

	/** Takes back the last thing that can be. Returns false when there is none. */
	undoLast(): boolean {
		const last = this.#shown.findLast((notice) => notice.undo);
		if (!last) return false;
		this.undo(last);
		return true;
	}

	/** Takes back what this notice tells of. */
	undo(notice: Notice): void {
		this.close(notice.id);
		Promise.resolve(notice.undo?.()).catch((problem: unknown) => this.fail(problem));
	}

	/** Takes an offer away again: what it tells of did not happen. */
	withdraw(): void {
		for (const notice of this.#shown) if (notice.undo) this.close(notice.id);
	}

	/** Stops the clock while a notice is hovered or focused; afterwards it starts anew. */
	hold(notice: Notice, held: boolean): void {
		clearTimeout(this.#timers.get(notice.id));
		if (!held) this.#clock(notice.id, notice.undo ? UNDO_MS : SHOWN_MS);
	}

	close(id: number): void {
		clearTimeout(this.#timers.get(id));
		this.#timers.delete(id);
		this.#shown = this.#shown.filter((notice) => notice.id !== id);
	}

	#add(notice: Notice, ms: number): void {
		// Two at most: more would cover the mail.
		this.#shown = [...this.#shown.filter((other) => other.text !== notice.text).slice(-1), notice];
		this.whisper(notice.text);
		this.#clock(notice.id, ms);
	}

	#clock(id: number, ms: number): void {
		this.#timers.set(
			id,
			setTimeout(() => this.close(id), ms)
		);
	}
}
