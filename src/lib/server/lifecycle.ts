type Listener = () => void | Promise<void>;

const listeners = new Set<Listener>();

/**
 * Calls `listener` when the process is asked to end, before connections and the database close: event streams
 * end by it. Returns how to stop listening.
 */
export function onStop(listener: Listener): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

/** Tells everybody. Whoever fails does not keep the others from being told. */
export async function tellStop(): Promise<void> {
	await Promise.allSettled([...listeners].map(async (listener) => listener()));
	listeners.clear();
}
