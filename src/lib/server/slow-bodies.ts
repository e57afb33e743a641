import type { IncomingMessage, Server } from 'node:http';

/**
 * Cuts senders that keep a connection busy by sending almost nothing (security W13). A form or JSON body must be
 * there within a minute; an upload may take as long as it flows. Node's own `requestTimeout` knows only the first.
 */
const DEADLINE = 60_000;
/** Slowest upload, bytes a minute. */
const FLOW = 64 * 1024;
/** A body announced larger than this is an upload, bytes. */
const UPLOAD = 512 * 1024;

interface Watched {
	readonly upload: boolean;
	since: number;
	/** Bytes the connection had received at `since`. */
	read: number;
}

/** `every`: ms between looks. */
export function watchBodies(server: Server, every = 5000): void {
	const open = new Map<IncomingMessage, Watched>();
	server.prependListener('request', (request: IncomingMessage) => {
		if (request.complete) return;
		const upload = Number(request.headers['content-length'] ?? 0) > UPLOAD;
		open.set(request, { upload, since: Date.now(), read: request.socket.bytesRead });
		request.once('close', () => open.delete(request));
	});
	const timer = setInterval(() => {
		for (const [request, watched] of open) look(request, watched);
	}, every);
	timer.unref();
	server.once('close', () => clearInterval(timer));

	function look(request: IncomingMessage, watched: Watched): void {
		if (request.complete) return void open.delete(request);
		if (Date.now() - watched.since < DEADLINE - every) return;
		const read = request.socket.bytesRead;
		if (!watched.upload || read - watched.read < FLOW) {
			open.delete(request);
			request.socket.destroy();
		}
		watched.since = Date.now();
		watched.read = read;
	}
}
