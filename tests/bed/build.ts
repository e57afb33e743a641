import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Builds the product as `npm run build` does, which is nothing where the last build is of these sources. */
export async function build(): Promise<void> {
	const output: string[] = [];
	const code = await new Promise<number | null>((ended) => {
		const child = spawn(process.execPath, [join(root, 'setup/run.mjs'), 'build'], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: cleanEnvironment()
		});
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (chunk) => output.push(String(chunk)));
		child.on('close', ended);
	});
	if (code !== 0) throw new Error(`The build failed.\n${output.join('').slice(-4000)}`);
}

/** The environment without what vitest adds, so that the product is built and run as in production. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
	const ours = /^(?:NODE_ENV|VITEST.*|TEST|VITE_.*|DEV|PROD|MODE|BASE_URL|SSR|POSTERN_.*)$/;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
