/** Characters of HTML from which on a message is made in slices; what is shorter is done before anyone notices. */
export const SLICED_FROM = 150_000;

/** Milliseconds of work between two pauses. */
export const SLICE = 12;

/** Lets the browser hear keys and clicks and draw, then goes on. Ends with an `AbortError` once `leaving` says so. */
export async function pause(leaving?: AbortSignal): Promise<void> {
	await new Promise<void>((go) => setTimeout(go));
	leaving?.throwIfAborted();
}
