import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What came to a host. */
export interface SecureVisit {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: string;
}

export interface SecureHost {
	readonly visits: SecureVisit[];
	/** Status of every answer from now on. */
	status: number;
	/** PEM file of the one certificate it can be trusted by (`NODE_EXTRA_CA_CERTS`). */
	readonly ca: string;
	readonly end: () => Promise<void>;
}

/** A web server of somebody else with TLS, on port 443 of a loopback address of its own. */
export async function startSecureHost(address: string, name: string): Promise<SecureHost> {
	const dir = await mkdtemp(join(tmpdir(), 'postern-host-'));
	const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
	await run('openssl', [
		...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
		...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert]
	]);
	await writeFile(join(dir, 'ca.pem'), await readFile(cert));
	const host = { visits: [] as SecureVisit[], status: 200, ca: join(dir, 'ca.pem') };
	const server = createServer(
		{ key: await readFile(key), cert: await readFile(cert) },
		(request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const { method = '', url = '', headers } = request;
				host.visits.push({ method, path: url, headers, body: Buffer.concat(chunks).toString() });
				response.writeHead(host.status, { location: 'https://elsewhere.test/' }).end('thank you');
			});
		}
	);
	await new Promise<void>((ready, failed) => {
		server.once('error', failed);
		server.listen(443, address, ready);
	});
	return Object.assign(host, {
		end: async () => {
			server.closeAllConnections();
			await new Promise<void>((done) => void server.close(() => done()));
			await rm(dir, { recursive: true, force: true });
		}
	});
}
