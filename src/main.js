/**
 * The web process: `node src/main.js` serves the built app. It owns the HTTP server itself, so that headers,
 * time limits and the way down hold for static files and broken requests too.
 */
import { createServer, STATUS_CODES } from 'node:http';
import { anyHost, hostAllowed, misdirected, secureHeaders } from './lib/server/borders.ts';
import { config } from './lib/server/config.ts';
import { ConfigError } from './lib/server/environment.ts';
import { log } from './lib/server/log.ts';
import { watchBodies } from './lib/server/slow-bodies.ts';

/** Longest time open streams get to end by themselves, ms. */
const GRACE = 3000;

/** Files anybody may have, of the build and of `static/`. */
const FILE = /^\/(?:_app\/|[\w.-]+\.(?:svg|png|ico|txt|webmanifest)$)/;

/**
 * @param {unknown} error
 * @returns {never}
 */
function refuse(error) {
	// By name: the built app has classes of its own.
	const known = error instanceof Error && ['ConfigError', 'DatabaseError'].includes(error.name);
	console.error(known ? `postern: ${error.message}` : error);
	process.exit(1);
}

/** The app, built for the environment that adapter-node reads under its own prefix. */
async function load() {
	process.env.KIT_POSTERN_ORIGIN = config().origin;
	process.env.KIT_POSTERN_BODY_SIZE_LIMIT = 'Infinity';
	/** @type {{ handler: (req: object, res: object, next: () => void) => void }} */
	const { handler } = await import(new URL('../build/handler.js', import.meta.url).href);
	return handler;
}

// Database, key and logs are for this user alone.
process.umask(0o077);

// One connection's forgotten error must not sign everybody out.
process.on('unhandledRejection', (err) => log('web').error({ err }, 'unhandled rejection'));

const handler = await load().catch(refuse);
const { origin, host, port } = config();

const server = createServer(
	{ headersTimeout: 20_000, requestTimeout: 0, keepAliveTimeout: 75_000, maxHeaderSize: 16_384 },
	(req, res) => {
		secureHeaders(origin, (name, value) => res.setHeader(name, value));
		const path = req.url ?? '';
		// Closed by default; files of the build are asked about again, and those named by their hash are kept.
		res.setHeader('cache-control', FILE.test(path) ? 'no-cache' : 'no-store');
		if (!anyHost(path) && !hostAllowed(req.headers.host, origin)) {
			res.writeHead(421, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
			res.end(misdirected(origin));
			return;
		}
		handler(req, res, () => {
			res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
			res.end('Not found\n');
		});
	}
);
watchBodies(server);

// What is no HTTP never reaches the handler; Node's own answer would go without the headers.
server.on('clientError', (error, socket) => {
	if (!socket.writable) return void socket.destroy();
	const { code } = /** @type {NodeJS.ErrnoException} */ (error);
	const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
	const lines = [
		`HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
		'connection: close',
		'cache-control: no-store'
	];
	secureHeaders(origin, (name, value) => lines.push(`${name}: ${value}`));
	socket.end(`${lines.join('\r\n')}\r\n\r\n`);
});

let ending = false;

/** @param {NodeJS.Signals} signal */
async function end(signal) {
	if (ending) return;
	ending = true;
	const closed = new Promise((resolve) => server.close(resolve));
	server.closeIdleConnections();
	// Event streams end by this; whatever else is under way has the grace time to finish.
	process.emit(/** @type {never} */ ('postern:ending'), signal);
	const cut = setTimeout(() => server.closeAllConnections(), GRACE);
	await closed;
	clearTimeout(cut);
	// Connections to the mail server and the database close by this, and with them the process ends.
	process.emit(/** @type {never} */ ('sveltekit:shutdown'), signal);
	setTimeout(() => process.exit(0), 1000).unref();
}

server.on('error', (error) => {
	const code = /** @type {NodeJS.ErrnoException} */ (error).code;
	if (code !== 'EADDRINUSE' && code !== 'EACCES') return refuse(error);
	const why = code === 'EADDRINUSE' ? 'is in use by another program' : 'may not be used by this user';
	refuse(new ConfigError(`Port ${port} on ${host} ${why}; choose another one with POSTERN_PORT.`));
});
process.on('SIGTERM', end);
process.on('SIGINT', end);
server.listen(port, host, () => console.log(`Postern is at ${origin}`));
