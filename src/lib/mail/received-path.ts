import { pickEnds } from './pick-ends.ts';
import { parseReceived, type Received } from './received.ts';

/** Steps shown from either end. */
const ENDS = 25;

/** One step of a message's way. */
export interface Hop extends Received {
	/** Milliseconds since the step before; clocks differ, so never less than nothing. Null when unknown. */
	readonly delayMs: number | null;
	/** Written by our own side; everything else may be made up. */
	readonly ours: boolean;
}

/** A message's way, oldest step first. */
export interface ReceivedPath {
	readonly hops: readonly Hop[];
	/** Steps left out in the middle. */
	readonly left: number;
	/** The head was too long to be read whole: the oldest steps are missing. */
	readonly cut: boolean;
}

/** `lines`: values of Received as they stand, newest first; the first `ours` of them were written by our side. */
export function pathOf(lines: readonly string[], ours: number, cut: boolean): ReceivedPath {
	const oldestFirst = lines.map((line, index) => ({ line, ours: index < ours })).reverse();
	const shown = pickEnds(oldestFirst, ENDS);
	const left = oldestFirst.length - shown.length;
	let before: number | null = null;
	const hops = shown.map(({ line, ours: mine }, index): Hop => {
		const hop = parseReceived(line);
		const gap = left > 0 && index === ENDS;
		const delayMs = gap || hop.at === null || before === null ? null : Math.max(0, hop.at - before);
		before = hop.at;
		return { ...hop, delayMs, ours: mine };
	});
	return { hops, left, cut };
}
