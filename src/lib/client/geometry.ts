/** Browsers cap the height of an element: Firefox near 17.9 million px, Chromium at 33.5. */
const TALLEST = 15_000_000;

/**
 * Where rows of one fixed height stand when some have a day line above them. All px, from the top of the list.
 * Only lines that are known count; a line that becomes known later moves what is below it, and the list keeps
 * its place by the row it looks at (`VirtualRows.svelte`).
 */
export class Geometry {
	readonly count: number;
	readonly row: number;
	readonly line: number;
	/** Indices of the rows with a line above them, ascending. */
	readonly lines: readonly number[];

	constructor(count: number, row: number, lines: readonly number[] = [], line = 32) {
		this.count = count;
		this.row = row;
		this.lines = lines;
		this.line = line;
	}

	/** Height of everything. */
	get height(): number {
		return this.count * this.row + this.lines.length * this.line;
	}

	/** Height that may be given to an element. */
	get physical(): number {
		return Math.min(this.height, TALLEST);
	}

	/** Top of a row's block: of its day line where it has one. */
	start(index: number): number {
		return index * this.row + this.#before(index) * this.line;
	}

	/** Top of the row itself. */
	top(index: number): number {
		return this.start(index) + (this.#has(index) ? this.line : 0);
	}

	/** The row whose block holds `y`. */
	at(y: number): number {
		let low = 0;
		let high = Math.max(0, this.count - 1);
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if (this.start(middle) <= y) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	/** From the scroll position of an element of `physical` height to a place in the list, and back. */
	fromScroll(scrollTop: number, view: number): number {
		return scrollTop * this.#stretch(view);
	}

	toScroll(y: number, view: number): number {
		return y / this.#stretch(view);
	}

	#stretch(view: number): number {
		if (this.height <= TALLEST) return 1;
		return (this.height - view) / (TALLEST - view);
	}

	/** Lines above rows before `index`. */
	#before(index: number): number {
		let low = 0;
		let high = this.lines.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.lines[middle]! < index) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#has(index: number): boolean {
		return this.lines[this.#before(index)] === index;
	}
}
