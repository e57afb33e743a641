import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import sharp from 'sharp';
import { nameServer } from './name-server.ts';

/** Something that reached the canary: a name asked for, a connection begun, or a request. */
export interface Sighting {
	readonly kind: 'name' | 'tls' | 'request';
	/** Host name in lower case, without a port. */
	readonly host: string;
	/** Absolute URL of a request; empty for the others. */
	readonly url: string;
	readonly referer: string;
	readonly cookie: string;
	readonly agent: string;
}

export interface Canary {
	/** Where it listens: 80, 443 and, for names, 53. */
	readonly address: string;
	/** What it has seen since the last call, oldest first. */
	readonly take: () => Sighting[];
	/** Whether anything waits to be taken. */
	readonly pending: () => number;
	readonly end: () => Promise<void>;
}

/** Large enough that nobody takes it for a pixel that only counts. */
const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#0a7' } })
	.png()
	.toBuffer();
const PAGE = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Canary</title>';

/** A certificate nobody trusts, for any name. */
function throwAwayCertificate(): { key: Buffer; cert: Buffer } {
	const dir = mkdtempSync(join(tmpdir(), 'postern-canary-'));
	const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
	execFileSync(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
			...['-subj', '/CN=canary.test', '-keyout', key, '-out', cert]
		],
		{ stdio: 'ignore' }
	);
	const made = { key: readFileSync(key), cert: readFileSync(cert) };
	rmSync(dir, { recursive: true });
	return made;
}

const listening = (server: Server, port: number, address: string): Promise<void> =>
	new Promise((done, failed) => {
		server.once('error', failed);
		server.listen(port, address, () => {
			server.off('error', failed);
			done();
		});
	});

const closed = (server: Server & { closeAllConnections(): void }): Promise<void> =>
	new Promise((done) => {
		server.close(() => done());
		server.closeAllConnections();
	});

/**
 * A host that all names lead to, on a loopback address of its own, which tells what reached it. It answers pages
 * with an empty page and all else with a small picture. Needs root, for the ports.
 */
export async function startCanary(): Promise<Canary> {
	let seen: Sighting[] = [];
	const saw = (sighting: Partial<Sighting> & Pick<Sighting, 'kind' | 'host'>): void =>
		void seen.push({ url: '', referer: '', cookie: '', agent: '', ...sighting });
	const answer = (request: IncomingMessage, response: ServerResponse): void => {
		const host = (request.headers.host ?? '').toLowerCase();
		const scheme = (request.socket as TLSSocket).encrypted ? 'https' : 'http';
		saw({
			kind: 'request',
			host: host.replace(/:\d+$/, ''),
			url: `${scheme}://${host}${request.url ?? ''}`,
			referer: request.headers.referer ?? '',
			cookie: request.headers.cookie ?? '',
			agent: request.headers['user-agent'] ?? ''
		});
		const page = /text\/html/.test(request.headers.accept ?? '');
		response.writeHead(200, {
			'content-type': page ? 'text/html; charset=utf-8' : 'image/png',
			'access-control-allow-origin': '*',
			'cache-control': 'no-store'
		});
		response.end(page ? PAGE : picture);
	};
	const names = await nameServer((host) => saw({ kind: 'name', host }));
	const http = createHttp(answer);
	const https = createHttps(
		{
			...throwAwayCertificate(),
			SNICallback: (host, done) => {
				saw({ kind: 'tls', host: host.toLowerCase() });
				done(null);
			}
		},
		answer
	);
	await listening(http, 80, names.address);
	await listening(https, 443, names.address);
	return {
		address: (http.address() as AddressInfo).address,
		take: () => {
			const taken = seen;
			seen = [];
			return taken;
		},
		pending: () => seen.length,
		end: async () => void (await Promise.all([closed(http), closed(https), names.end()]))
	};
}
