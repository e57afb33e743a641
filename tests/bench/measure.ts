import { readFileSync } from 'node:fs';

/** What one operation took, ms. `first` is the run before the warm ones. */
export interface Timing {
	readonly n: number;
	readonly first: number;
	readonly median: number;
	readonly p90: number;
	readonly min: number;
	readonly max: number;
}

/** An operation of the product beside the raw command it cannot be faster than. */
export interface Comparison {
	readonly ours: Timing;
	readonly floor: Timing | null;
	/** Median of ours over median of the floor. */
	readonly ratio: number | null;
	readonly note?: string;
}

const round = (ms: number) => Math.round(ms * 100) / 100;

/** The value below which the share `p` of all values lies. */
export function quantile(values: readonly number[], p: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (sorted.length - 1) * p;
	const low = sorted[Math.floor(at)] ?? NaN;
	const high = sorted[Math.ceil(at)] ?? NaN;
	return low + (high - low) * (at - Math.floor(at));
}

export function timing(first: number, warm: readonly number[]): Timing {
	const values = warm.length > 0 ? warm : [first];
	return {
		n: warm.length,
		first: round(first),
		median: round(quantile(values, 0.5)),
		p90: round(quantile(values, 0.9)),
		min: round(Math.min(...values)),
		max: round(Math.max(...values))
	};
}

/** One run. May return its own milliseconds, where the clock should not cover all it does. */
export type Run = (round: number) => Promise<number | void>;

async function clock(run: Run, round: number): Promise<number> {
	const from = performance.now();
	const told = await run(round);
	return typeof told === 'number' ? told : performance.now() - from;
}

/** Runs both in turn, `n` warm rounds after a first one. */
export async function compare(n: number, ours: Run, floor: Run | null, note?: string): Promise<Comparison> {
	const times: [number[], number[]] = [[], []];
	for (let round = 0; round <= n; round++) {
		if (floor) times[1].push(await clock(floor, round));
		times[0].push(await clock(ours, round));
	}
	const [mine, raw] = times.map(([first = NaN, ...warm]) => timing(first, warm));
	return {
		ours: mine!,
		floor: floor ? raw! : null,
		ratio: floor ? round(mine!.median / raw!.median) : null,
		...(note ? { note } : {})
	};
}

/** Cores that are busy on the whole machine over `ms` milliseconds. */
export async function busyCores(ms: number): Promise<number> {
	const ticks = () => {
		const fields = readFileSync('/proc/stat', 'utf8')
			.split('\n')[0]!
			.trim()
			.split(/\s+/)
			.slice(1)
			.map(Number);
		return fields[0]! + fields[1]! + fields[2]! + fields[5]! + fields[6]! + (fields[7] ?? 0);
	};
	const before = ticks();
	await new Promise((go) => setTimeout(go, ms));
	return round((ticks() - before) / 100 / (ms / 1000));
}

/** Seconds of processor time a process has used. */
export function cpuSeconds(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}
