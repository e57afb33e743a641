import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOKEN_ISSUER } from '../../src/mailserver/dovecot-config.ts';
import { placeAt } from '../../src/mailserver/place.ts';
import { livingIn } from '../../src/mailserver/stand-in.ts';
import { cleanEnvironment, entry, root, type BuildKind } from './build.ts';
import { freePort, type MailServerFacts } from './mail-server.ts';

/** What a test needs to use a running web process. */
export interface ProductFacts {
	readonly origin: string;
	readonly port: number;
	readonly pid: number;
}

export interface BedProduct {
	readonly facts: ProductFacts;
	/** Everything the process has written so far. */
	readonly log: () => string;
	/** Ends it with SIGTERM; resolves to the milliseconds that took. */
	readonly end: () => Promise<number>;
}

export interface ProductOptions {
	readonly port?: number;
	/** Kept by the caller, so that a second process finds what the first one stored. */
	readonly data?: string;
	/** Which build to start; it must have been made before. */
	readonly build?: BuildKind;
	/** Whether it signs in to the mail server with tokens of its own, and keeps no passwords. */
	readonly tokenMode?: boolean;
	readonly environment?: Record<string, string>;
}

async function untilReady(origin: string, child: ChildProcess, log: () => string): Promise<void> {
	const until = Date.now() + 20_000;
	for (;;) {
		if (child.exitCode !== null) throw new Error(`The web process ended at once.\n${log()}`);
		const answer = await fetch(`${origin}/healthz`).catch(() => null);
		if (answer?.ok) return;
		if (Date.now() > until) throw new Error(`The web process does not answer.\n${log()}`);
		await new Promise((go) => setTimeout(go, 50));
	}
}

/** What makes the web process sign in with tokens that this mail server accepts. */
export function tokenSettings(mail: MailServerFacts): Record<string, string> {
	const { tokens } = placeAt(livingIn(mail.dir), mail.ports);
	return { POSTERN_TOKEN_KEYS: tokens, POSTERN_TOKEN_ISSUER: TOKEN_ISSUER };
}

/** Starts the built web process before a mail server, on a port and a data folder of its own. */
export async function startProduct(mail: MailServerFacts, options: ProductOptions = {}): Promise<BedProduct> {
	const port = options.port ?? (await freePort());
	const data = options.data ?? (await mkdtemp(join(tmpdir(), 'postern-web-')));
	const origin = `http://localhost:${port}`;
	const output: string[] = [];
	const child = spawn(process.execPath, await entry(options.build ?? 'app'), {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...cleanEnvironment(),
			NODE_ENV: 'production',
			POSTERN_IMAP: `imap://localhost:${mail.ports.imap}`,
			POSTERN_SUBMISSION: `submission://localhost:${mail.ports.submission}`,
			POSTERN_SIEVE: `sieve://localhost:${mail.ports.sieve}`,
			POSTERN_CA_FILE: mail.ca,
			POSTERN_ACCOUNTS: `sqlite:${placeAt(livingIn(mail.dir), mail.ports).accounts}`,
			POSTERN_ORIGIN: origin,
			POSTERN_HOST: 'localhost',
			POSTERN_PORT: String(port),
			POSTERN_DATA: data,
			...(options.tokenMode ? tokenSettings(mail) : {}),
			...options.environment
		}
	});
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
	const log = () => output.join('');
	const ended = new Promise<void>((done) => child.once('close', () => done()));
	await untilReady(origin, child, log);
	return {
		facts: { origin, port, pid: child.pid! },
		log,
		async end() {
			const from = performance.now();
			child.kill('SIGTERM');
			const killer = setTimeout(() => child.kill('SIGKILL'), 15_000);
			await ended;
			clearTimeout(killer);
			if (!options.data) await rm(data, { recursive: true, force: true });
			return performance.now() - from;
		}
	};
}

/** Resident memory of a process, MB. */
export function residentMegabytes(pid: number): number {
	return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}
