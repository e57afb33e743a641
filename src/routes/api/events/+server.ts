import { api } from '$lib/server/api';
import { watchOver } from '$lib/server/auth/ended-elsewhere';
import * as sessions from '$lib/server/auth/sessions';
import { log } from '$lib/server/log';
import { onStop } from '$lib/server/lifecycle';
import { watch, type Told } from '$lib/server/imap/watch';
import type { RequestEvent } from './$types';

/** Milliseconds between signs of life: proxies cut silent streams after 30 s or more. */
const HEARTBEAT = 20_000;
/** Octets that may wait for a page that does not read; beyond it the stream ends and the page comes back. */
const MAX_WAITING = 256 * 1024;

/** Server-sent events for one browser; its tabs share them. Resumes after `Last-Event-ID`. */
export const GET = api<RequestEvent>(({ request, locals }, account) => {
	const after = request.headers.get('last-event-id');
	let stop = () => {};
	const body = new ReadableStream<Uint8Array>(
		{
			start(controller) {
				let over = false;
				const send = (text: string) => {
					if (over) return;
					controller.enqueue(new TextEncoder().encode(text));
					if ((controller.desiredSize ?? 0) < -MAX_WAITING) end();
				};
				const end = () => {
					over = true;
					stop();
					try {
						controller.close();
					} catch {
						// The browser has gone already.
					}
				};
				const tell = ({ id, event }: Told) => send(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
				const refused = () => {
					if (!locals.session) return;
					// Otherwise the page would come back and be refused again, until the server locks the account.
					sessions.endRefused(locals.session.id, account.address).catch((err: unknown) => {
						log('auth').error({ err }, 'a session with a refused password was not ended');
					});
				};
				const unwatch = watch(account, tell, after, (wrong) => {
					if (wrong) refused();
					end();
				});
				const heartbeat = setInterval(() => send(': alive\n\n'), HEARTBEAT);
				const unheard = sessions.onEnd(({ id }) => {
					if (id === locals.session?.id) end();
				});
				const unlooked = locals.session ? watchOver(locals.session.id, account.address) : () => {};
				const unasked = onStop(end);
				stop = () => {
					stop = () => {};
					unasked();
					unlooked();
					clearInterval(heartbeat);
					unheard();
					unwatch();
				};
				request.signal.addEventListener('abort', () => stop());
				// Browsers come back after this many milliseconds.
				send('retry: 1000\n\n');
				// What the page had missed may have been too much for it already.
				if (over || request.signal.aborted) stop();
			},
			cancel: () => stop()
		},
		{ highWaterMark: 0, size: (chunk) => chunk?.byteLength ?? 0 }
	);
	return new Response(body, {
		headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
	});
});
