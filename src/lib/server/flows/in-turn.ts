const tails = new Map<string, Promise<unknown>>();

/**
 * Runs jobs of one key one after the other in this process: two saves of a draft, or a save and the sending of it,
 * never overlap. A failed job does not stop the next.
 */
export async function inTurn<T>(key: string, job: () => Promise<T>): Promise<T> {
	const before = tails.get(key) ?? Promise.resolve();
	const mine = before.then(job, job);
	tails.set(key, mine);
	try {
		return await mine;
	} finally {
		if (tails.get(key) === mine) tails.delete(key);
	}
}
