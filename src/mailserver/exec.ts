import { spawn } from 'node:child_process';

/**
 * Runs a program until it exits; daemons that it leaves behind may keep its output open.
 * @throws {Error} with the program's own words when it fails or cannot be started.
 */
export function exec(program: string, args: string[]): Promise<string> {
	return new Promise((done, failed) => {
		const env = { ...process.env, LC_ALL: 'C' };
		const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
		let said = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => (said += text));
		}
		const name = `${program} ${args.join(' ')}`;
		child.on('error', (error) => failed(new Error(`${name}: ${error.message}`, { cause: error })));
		child.on('exit', (code, signal) => {
			child.stdout.destroy();
			child.stderr.destroy();
			if (code === 0) done(said);
			else failed(new Error(`${name}: ${said.trim() || `ended with ${code ?? signal}`}`));
		});
	});
}
