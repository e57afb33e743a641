/** Milliseconds below which nothing is told from chance. */
const TOO_SHORT = 40;
/** Tries: another job on the machine makes one of them long, not all. */
const TRIES = 6;

function took(job: () => unknown): number {
	const from = process.cpuUsage().user;
	job();
	return (process.cpuUsage().user - from) / 1000;
}

/**
 * How many times longer a job takes with four times the input, at the best of several tries: about 4 when it is
 * linear, 16 when each part of the input looks at all others. Counted in this process's own time, so that a busy
 * machine changes little. `of` gets the size.
 */
export function growth(size: number, of: (size: number) => unknown): number {
	let best = Infinity;
	for (let i = 0; i < TRIES && best > 6; i++) {
		const small = took(() => of(size));
		const large = took(() => of(size * 4));
		best = Math.min(best, large < TOO_SHORT ? 1 : large / Math.max(small, 1));
	}
	return best;
}

/** What `growth` of a linear job stays below. */
export const LINEAR = 10;
