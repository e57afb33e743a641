import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portsFrom, type Ports } from '../../src/mailserver/ports.ts';
import { startMailServer, type MailServer } from '../../src/mailserver/server.ts';

/** What another process needs to use a mail server of the bed. */
export interface MailServerFacts {
	readonly dir: string;
	readonly base: number;
	readonly ports: Ports;
	readonly ca: string;
}

export interface BedMailServer {
	readonly facts: MailServerFacts;
	readonly server: MailServer;
	/** Stops it and removes its folder. */
	readonly end: () => Promise<void>;
}

const isFree = (port: number): Promise<boolean> =>
	new Promise((answer) => {
		const probe = createServer().once('error', () => answer(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
	});

/** A port nobody listens on right now. */
export function freePort(): Promise<number> {
	return new Promise((answer) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => answer(port));
		});
	});
}

/**
 * Which of the lanes of `npm test` this is, and which of its two workers: each has bases of its own, so that they
 * never race for one.
 */
const SLOT = (process.env.TEST_LANE === '1' ? 2 : 0) + (Number(process.env.VITEST_POOL_ID ?? 0) % 2);

/** A base whose ports are all free, below the range the system hands out by itself. */
export async function freeBase(): Promise<number> {
	for (;;) {
		const base = 12_000 + (Math.floor(Math.random() * 47) * 4 + SLOT) * 100;
		const free = await Promise.all(Object.values(portsFrom(base)).map(isFree));
		if (free.every(Boolean)) return base;
	}
}

/** Starts a private Dovecot and Postfix in a new folder on ports of their own. */
export async function bedMailServer(): Promise<BedMailServer> {
	const dir = await mkdtemp(join(tmpdir(), 'postern-mail-'));
	await chmod(dir, 0o755);
	const base = await freeBase();
	const server = await startMailServer({ dir, base });
	return {
		facts: { dir, base, ports: server.ports, ca: server.ca },
		server,
		async end() {
			await server.stop();
			await rm(dir, { recursive: true, force: true });
		}
	};
}
