import type { Uid } from '$lib/mail/ids';
import type { Summary } from '$lib/mail/summary';

interface Run {
	readonly from: number;
	readonly rows: readonly Summary[];
}

/** Rows kept at most; beyond it, those farthest from what is looked at are forgotten. */
const KEPT = 5_000;

/**
 * The stretches of an ordered list that are known, out of `total` rows. Values never change: each step gives a
 * new one, so that a step that the server refused is taken back by keeping the old one.
 */
export class Windows {
	readonly total: number;
	readonly #runs: readonly Run[];

	constructor(total = 0, runs: readonly Run[] = []) {
		this.total = total;
		this.#runs = runs;
	}

	/** How many rows are known. */
	get known(): number {
		return this.#runs.reduce((sum, run) => sum + run.rows.length, 0);
	}

	at(index: number): Summary | undefined {
		const run = this.#runs.find((run) => index >= run.from && index < run.from + run.rows.length);
		return run?.rows[index - run.from];
	}

	/** Where a message stands, or -1 when it is not among the known rows. */
	indexOf(uid: Uid): number {
		for (const run of this.#runs) {
			const at = run.rows.findIndex((row) => row.uid === uid);
			if (at >= 0) return run.from + at;
		}
		return -1;
	}

	/** Known rows with their index, in order. */
	*entries(): Generator<readonly [number, Summary]> {
		for (const run of this.#runs) for (const [at, row] of run.rows.entries()) yield [run.from + at, row];
	}

	/** Adds a stretch; where it overlaps, the newer wins. */
	put(from: number, rows: readonly Summary[], total: number = this.total): Windows {
		const to = from + rows.length;
		const fresh = new Set(rows.map((row) => row.uid));
		const kept: Run[] = [];
		for (const run of this.#runs) {
			const end = run.from + run.rows.length;
			const before = run.rows.slice(0, Math.max(0, from - run.from));
			const after = end > to ? run.rows.slice(Math.max(0, to - run.from)) : [];
			// A row that moved must not be shown twice.
			kept.push(...split(run.from, before, fresh), ...split(Math.max(run.from, to), after, fresh));
		}
		kept.push({ from, rows });
		return new Windows(total, merged(kept, total));
	}

	/** Takes rows out; what is below them moves up. */
	without(uids: ReadonlySet<Uid>): Windows {
		const runs: Run[] = [];
		let gone = 0;
		for (const run of this.#runs) {
			const rows = run.rows.filter((row) => !uids.has(row.uid));
			runs.push({ from: run.from - gone, rows });
			gone += run.rows.length - rows.length;
		}
		return new Windows(this.total - gone, merged(runs, this.total - gone));
	}

	/** Changes rows in place. */
	patch(uids: ReadonlySet<Uid> | 'all', change: (row: Summary) => Summary): Windows {
		return new Windows(
			this.total,
			this.#runs.map((run) => ({
				from: run.from,
				rows: run.rows.map((row) => (uids === 'all' || uids.has(row.uid) ? change(row) : row))
			}))
		);
	}

	/** Moves everything down by `count`, making room at the top for mail that came. */
	shift(count: number): Windows {
		return new Windows(
			this.total + count,
			this.#runs.map((run) => ({ from: run.from + count, rows: run.rows }))
		);
	}

	/** The stretches between `from` and `to` (exclusive) that are not known, widened to whole pages. */
	missing(from: number, to: number, page: number): { from: number; count: number }[] {
		const gaps: { from: number; count: number }[] = [];
		const last = Math.min(to, this.total);
		for (let start = Math.floor(Math.max(0, from) / page) * page; start < last; start += page) {
			const end = Math.min(start + page, this.total);
			for (let index = start; index < end; index++) {
				if (this.at(index)) continue;
				gaps.push({ from: start, count: end - start });
				break;
			}
		}
		return gaps;
	}

	/** Forgets what is far from `index` once there are too many rows. */
	near(index: number): Windows {
		if (this.known <= KEPT) return this;
		const low = index - KEPT / 2;
		const high = index + KEPT / 2;
		const runs = this.#runs.flatMap((run) => {
			const rows = run.rows.slice(Math.max(0, low - run.from), Math.max(0, high - run.from));
			return rows.length > 0 ? [{ from: Math.max(run.from, low), rows }] : [];
		});
		return new Windows(this.total, runs);
	}

	/** Keeps only what lies between `from` and `to` (exclusive). */
	only(from: number, to: number, total: number = this.total): Windows {
		const rows: Summary[] = [];
		let start = from;
		for (const [index, row] of this.entries()) {
			if (index < from || index >= Math.min(to, total)) continue;
			if (rows.length === 0) start = index;
			else if (index !== start + rows.length) break;
			rows.push(row);
		}
		return new Windows(total, rows.length > 0 ? [{ from: start, rows }] : []);
	}
}

/** A stretch without the rows of `except`, which leave gaps that will be asked for again. */
function split(from: number, rows: readonly Summary[], except: ReadonlySet<Uid>): Run[] {
	const runs: Run[] = [];
	let start = 0;
	for (let at = 0; at <= rows.length; at++) {
		const row = rows[at];
		if (row && !except.has(row.uid)) continue;
		if (at > start) runs.push({ from: from + start, rows: rows.slice(start, at) });
		start = at + 1;
	}
	return runs;
}

function merged(runs: Run[], total: number): Run[] {
	const result: Run[] = [];
	for (const run of runs.filter((run) => run.rows.length > 0).sort((a, b) => a.from - b.from)) {
		const rows = run.rows.slice(0, Math.max(0, total - run.from));
		const last = result.at(-1);
		if (last && last.from + last.rows.length === run.from) {
			result[result.length - 1] = { from: last.from, rows: [...last.rows, ...rows] };
		} else if (rows.length > 0) result.push({ from: run.from, rows });
	}
	return result;
}
