/** The first and the last `count` of a list, each once, in order. */
export function pickEnds<T>(all: readonly T[], count: number): T[] {
	if (all.length <= count * 2) return [...all];
	return [...all.slice(0, count), ...all.slice(-count)];
}
