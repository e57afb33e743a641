import type { LiveEvent } from '$lib/mail/live-event';

/** What is heard: the server's events, and how the way to it fares. */
export type Heard = LiveEvent | { readonly kind: 'cut' | 'joined' };

const AGAIN_MS = [500, 1_000, 2_000, 4_000] as const;

/**
 * Follows the event stream. Tabs of one browser share one stream (HTTP/1.1 allows six connections): whoever holds
 * the lock reads it and passes it on; when that tab closes, the next one takes over. Where there are no locks
 * (plain http on a network) each tab has its own. Returns what stops it.
 */
export function follow(
	account: string,
	hear: (event: Heard) => void
): { stop: () => void; tryNow: () => void } {
	const name = `postern:${account}`;
	const stopped = new AbortController();
	const channel = new BroadcastChannel(name);
	channel.onmessage = ({ data }: MessageEvent<Heard>) => hear(data);
	const tell = (event: Heard): void => {
		hear(event);
		channel.postMessage(event);
	};
	let retry = (): void => {};
	const read = (): Promise<void> =>
		new Promise((done) => {
			retry = stream(tell, stopped.signal);
			stopped.signal.addEventListener('abort', () => done());
		});
	if (navigator.locks) {
		navigator.locks.request(name, { signal: stopped.signal }, read).catch(() => {});
	} else void read();
	return {
		stop: () => {
			stopped.abort();
			channel.close();
		},
		tryNow: () => retry()
	};
}

/** Reads the stream and opens it again whenever it ends. Returns what opens it at once. */
function stream(tell: (event: Heard) => void, stopped: AbortSignal): () => void {
	let source: EventSource;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let failures = 0;
	const open = (): void => {
		clearTimeout(timer);
		source?.close();
		if (stopped.aborted) return;
		source = new EventSource('/api/events');
		source.onopen = () => {
			failures = 0;
			tell({ kind: 'joined' });
		};
		source.onmessage = ({ data }: MessageEvent<string>) => tell(JSON.parse(data) as LiveEvent);
		source.onerror = () => {
			// Its own waiting grows without us knowing; ours is known and short.
			source.close();
			tell({ kind: 'cut' });
			timer = setTimeout(open, AGAIN_MS[Math.min(failures++, AGAIN_MS.length - 1)]);
		};
	};
	stopped.addEventListener('abort', () => {
		clearTimeout(timer);
		source?.close();
	});
	open();
	return open;
}
