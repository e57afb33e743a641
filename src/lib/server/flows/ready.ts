import { connect } from 'node:net';
import { config } from '$lib/server/config';
import { log } from '$lib/server/log';
import { answers } from '$lib/server/store/database';

/** Shared by whoever asks within this time, ms: a probe must not become load on the mail server. */
const FRESH = 5000;

let last: { at: number; verdict: Promise<boolean> } | undefined;

/** Does the database answer, and does the mail server take connections? */
export function ready(now: number = Date.now()): Promise<boolean> {
	if (!last || now - last.at > FRESH) last = { at: now, verdict: look() };
	return last.verdict;
}

async function look(): Promise<boolean> {
	const [database, imap] = await Promise.all([answers(), reachable(config().imap.host, config().imap.port)]);
	if (!database || !imap) log('web').warn({ database, imap }, 'not ready');
	return database && imap;
}

function reachable(host: string, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ host, port, timeout: 3000 });
		const done = (verdict: boolean) => {
			socket.destroy();
			resolve(verdict);
		};
		socket.once('connect', () => done(true));
		socket.once('error', () => done(false));
		socket.once('timeout', () => done(false));
	});
}
