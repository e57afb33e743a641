import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { whenOrphaned } from './child.mjs';
import { Refusal } from './refusal.mjs';

/** @typedef {{ port: number, data: string, base: number, large: boolean }} Demo */

const MAIN = 'src/mailserver/main.ts';

/** @param {number} port @returns {Promise<boolean>} */
const taken = (port) =>
	new Promise((answer) => {
		const socket = connect({ port, host: '127.0.0.1' });
		socket.once('connect', () => (socket.destroy(), answer(true)));
		socket.once('error', () => answer(false));
	});

/** @param {number} pid @param {string} words */
function runs(pid, words) {
	try {
		return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(words);
	} catch {
		return false;
	}
}

/**
 * Makes the data folder ours: two demos on one would stop each other's mail server. What a demo that was killed
 * has left running is ended; its mail server is taken over when ours starts.
 * @param {string} file holds the process of the demo, and that of its web process
 */
async function claim(file) {
	const [demo = 0, web = 0] = existsSync(file) ? readFileSync(file, 'utf8').split(' ').map(Number) : [];
	if (runs(demo, 'setup/run.mjs\0start')) {
		throw new Refusal(
			`Postern already runs from this data folder (process ${demo}). Stop it, or give --data another folder.`
		);
	}
	if (runs(web, 'src/main.js')) process.kill(web, 'SIGTERM');
	while (runs(web, 'src/main.js')) await sleep(50);
	writeFileSync(file, String(process.pid));
}

/** @typedef {{ keys: string, issuer: string, accounts: string }} Trust */

/** @param {Demo} demo @param {{ ports: Record<string, number>, ca: string, trust: Trust }} mail */
const environment = ({ port, data }, { ports, ca, trust }) => ({
	...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('POSTERN_'))),
	NODE_ENV: 'production',
	POSTERN_IMAP: `imaps://localhost:${ports.imaps}`,
	POSTERN_SUBMISSION: `submission://localhost:${ports.submission}`,
	POSTERN_SIEVE: `sieve://localhost:${ports.sieve}`,
	POSTERN_CA_FILE: ca,
	POSTERN_TOKEN_KEYS: trust.keys,
	POSTERN_TOKEN_ISSUER: trust.issuer,
	POSTERN_ACCOUNTS: `sqlite:${trust.accounts}`,
	POSTERN_PORT: String(port),
	POSTERN_ORIGIN: `http://localhost:${port}`,
	POSTERN_DATA: join(data, 'postern'),
	POSTERN_ADMINS: 'ada@demo.test',
	POSTERN_AUTHSERV_IDS: 'mx.demo.test',
	POSTERN_LOG: process.env.POSTERN_LOG ?? 'warn'
});

/** @param {Demo} demo */
async function mailServerUp({ data, base, large }) {
	const args = [
		MAIN,
		'up',
		'--dir',
		join(data, 'mailserver'),
		'--ports',
		String(base),
		...(large ? ['--large'] : [])
	];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
	let said = '';
	child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
	const [code] = await once(child, 'close');
	if (code !== 0) throw new Refusal('Postern has not started.');
	return JSON.parse(said);
}

/** @param {Demo} demo */
const mailServerDown = ({ data }) =>
	spawnSync(process.execPath, [MAIN, 'down', '--dir', join(data, 'mailserver')], { stdio: 'ignore' });

/** @param {Demo} demo @param {{ accounts: string[], password: string, ports: Record<string, number> }} mail */
function welcome({ port, data }, { accounts, password, ports }) {
	const { imaps, imap, submission, sieve, smtp } = ports;
	console.log(`
  Postern   http://localhost:${port}

  Accounts  ${accounts.join('\n            ')}
  Password  ${password}

  Mail server on 127.0.0.1: IMAPS ${imaps}, IMAP ${imap}, submission ${submission}, ManageSieve ${sieve}, SMTP ${smtp}
  Everything is kept in ${data}. Ctrl-C stops it all.
`);
}

/** Ends when a signal comes, or when npm is gone without one. */
function asked() {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(0));
		whenOrphaned(() => resolve(0));
	});
}

/** @param {import('node:child_process').ChildProcess} web */
async function endWeb(web) {
	if (web.exitCode !== null || web.signalCode !== null) return;
	web.kill('SIGTERM');
	const killer = setTimeout(() => web.kill('SIGKILL'), 8000);
	await once(web, 'exit');
	clearTimeout(killer);
}

/** @param {Demo} demo @returns {Promise<number>} exit code */
export async function runDemo(demo) {
	const lock = join(demo.data, 'running');
	try {
		mkdirSync(demo.data, { recursive: true });
		await claim(lock);
	} catch (error) {
		if (error instanceof Refusal) throw error;
		throw new Refusal(
			`${demo.data} cannot be the data folder: ${error instanceof Error ? error.message : error}`
		);
	}
	const stop = asked();
	try {
		if (await taken(demo.port)) {
			throw new Refusal(
				`Port ${demo.port} is taken by another program. Choose another one: npm start -- --port N`
			);
		}
		const mail = await mailServerUp(demo);
		const web = spawn(process.execPath, ['src/main.js'], {
			stdio: 'inherit',
			env: environment(demo, mail),
			detached: true
		});
		writeFileSync(lock, `${process.pid} ${web.pid}`);
		const gone = once(web, 'exit').then(([code]) => code ?? 1);
		const ready = (async () => {
			while (web.exitCode === null && web.signalCode === null) {
				if (await taken(demo.port)) return welcome(demo, mail);
				await sleep(50);
			}
		})();
		await Promise.race([ready, gone, stop]);
		const code = await Promise.race([gone, stop]);
		await endWeb(web);
		return code;
	} finally {
		mailServerDown(demo);
		rmSync(lock, { force: true });
	}
}
