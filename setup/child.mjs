import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Refusal } from './refusal.mjs';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Calls back once npm, which started us, is gone: a shell between npm and us may take a signal for itself.
 * @param {() => void} callback
 */
export function whenOrphaned(callback) {
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (!process.env.npm_lifecycle_event || process.ppid === parent) return;
		clearInterval(timer);
		callback();
	}, 500);
	return timer.unref();
}

/**
 * Runs a program with our own terminal until it ends; signals that we get go on to it.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @param {(text: string) => void} [listen] gets what it says, where `stdio` has pipes
 * @returns {Promise<number>} its exit code, 128 + n after a signal as shells count
 */
export async function follow(program, args, options = {}, listen = () => {}) {
	const child = spawn(program, args, { stdio: 'inherit', ...options });
	for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', listen);
	/** @param {NodeJS.Signals} signal */
	const pass = (signal) => child.kill(signal);
	for (const signal of SIGNALS) process.on(signal, pass);
	const orphan = whenOrphaned(() => child.kill('SIGTERM'));
	try {
		const [code, signal] = await once(child, 'exit');
		return code ?? 128 + (signal === 'SIGINT' ? 2 : 15);
	} finally {
		clearInterval(orphan);
		for (const signal of SIGNALS) process.off(signal, pass);
	}
}

/**
 * Runs a program to its end and says nothing of it, unless it fails: then everything it said is shown.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @throws {Refusal} with the command line when it fails
 */
export async function quietly(program, args, options = {}) {
	/** @type {string[]} */
	const said = [];
	const code = await follow(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }, (text) =>
		said.push(text)
	);
	if (code === 0) return;
	process.stderr.write(said.join(''));
	throw new Refusal(`This failed (${code}): ${program} ${args.join(' ')}`);
}

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @throws {Refusal} with the command line when it fails; what it said is on the terminal already
 */
export async function must(program, args, options) {
	const code = await follow(program, args, options);
	if (code !== 0) throw new Refusal(`This failed (${code}): ${program} ${args.join(' ')}`);
}
