import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Ports } from './ports.ts';

const PROGRAMS = { dovecot: '/usr/sbin/dovecot', postfix: '/usr/sbin/postfix', openssl: '/usr/bin/openssl' };

const isFree = (port: number) =>
	new Promise<boolean>((answer) => {
		const server = createServer();
		server.once('error', () => answer(false));
		server.listen({ port, host: '127.0.0.1' }, () => server.close(() => answer(true)));
	});

/** @throws {Error} in words for the person at the terminal. */
export function mayRun(): void {
	if (process.getuid?.() !== 0) {
		throw new Error('The private mail server needs root: Postfix and Dovecot change to users of their own.');
	}
	const missing = Object.entries(PROGRAMS).filter(([, path]) => !existsSync(path));
	if (missing.length > 0) {
		const names = missing.map(([name]) => name).join(', ');
		throw new Error(
			`Not installed: ${names}. “npm run mailserver -- up” installs what is missing on Debian.`
		);
	}
}

/** @throws {Error} naming the ports that another program holds. */
export async function portsAreFree(ports: Ports): Promise<void> {
	const taken: number[] = [];
	for (const port of Object.values(ports)) if (!(await isFree(port))) taken.push(port);
	if (taken.length === 0) return;
	const which = taken.length === 1 ? `Port ${taken[0]} is` : `Ports ${taken.join(', ')} are`;
	throw new Error(`${which} taken by another program. Choose another base with --ports.`);
}
