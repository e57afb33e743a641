import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cleanEnvironment, root } from '../bed/build.ts';
import { freeBase, freePort } from '../bed/mail-server.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function folder(): Promise<string> {
	const made = await mkdtemp(join(tmpdir(), 'postern-start-'));
	folders.push(made);
	return made;
}

/** `npm start` with these options; `said` grows while it runs. */
function start(...args: string[]) {
	const child = spawn(process.execPath, [join(root, 'setup/run.mjs'), 'start', ...args], {
		...{ cwd: root, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] }
	});
	const output: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => output.push(text));
	}
	const ended = once(child, 'close').then(([code]) => code as number);
	return { child, ended, said: () => output.join('') };
}

/** Processes that have this text in their command line. */
const processesWith = (text: string) =>
	readdirSync('/proc').filter((name) => {
		try {
			return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
		} catch {
			return false;
		}
	});

test('the demo starts, starts again in under 15 s, and leaves nothing when it is stopped', async () => {
	const data = await folder();
	const [port, base] = [await freePort(), await freeBase()];
	const args = ['--port', String(port), '--data', data, '--ports', String(base)];
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		const from = performance.now();
		const demo = start(...args);
		await expect.poll(demo.said, { timeout: 30_000 }).toContain('Ctrl-C stops it all');
		if (signal === 'SIGTERM') expect(performance.now() - from).toBeLessThan(15_000);
		for (const word of [`http://localhost:${port}`, 'ada@demo.test', 'demo-postern', String(base + 993)]) {
			expect(demo.said()).toContain(word);
		}
		expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200);

		const second = start('--port', String(await freePort()), '--data', data);
		expect(await second.ended).toBe(1);
		expect(second.said()).toContain('already runs from this data folder');

		demo.child.kill(signal);
		expect(await demo.ended).toBe(0);
		expect(processesWith(data)).toEqual([]);
		expect(existsSync(join(data, 'running'))).toBe(false);
	}
});

test('what a killed demo left running is taken over', async () => {
	const data = await folder();
	const args = ['--port', String(await freePort()), '--data', data, '--ports', String(await freeBase())];
	const killed = start(...args);
	await expect.poll(killed.said, { timeout: 30_000 }).toContain('Ctrl-C stops it all');
	killed.child.kill('SIGKILL');
	const demo = start(...args);
	await expect.poll(demo.said, { timeout: 30_000 }).toContain('Ctrl-C stops it all');
	demo.child.kill('SIGTERM');
	expect(await demo.ended).toBe(0);
	expect(processesWith(data)).toEqual([]);
});

test('what is wrong is said in one sentence', async () => {
	const data = await folder();
	const file = join(data, 'file');
	await writeFile(file, '');
	const { port } = new URL(`http://localhost:${await freePort()}`);
	const wrong: [string[], RegExp][] = [
		[['--port', 'eighty'], /--port must be a whole number/],
		[['--colour', 'blue'], /Unknown option '--colour'/],
		[['--data', file, '--port', port], /cannot be the data folder/]
	];
	for (const [args, sentence] of wrong) {
		const { ended, said } = start(...args);
		expect(await ended).toBe(1);
		expect(said()).toMatch(sentence);
		expect(said()).not.toContain('    at ');
	}
});
