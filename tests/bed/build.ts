import { spawn } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

const SOURCES = ['src/**/*', 'static/**/*', 'messages/**/*', '*.config.{js,ts}', 'package-lock.json'];

const changed = (glob: string, exclude: string[] = []): number =>
	Math.max(0, ...globSync(glob, { cwd: root, exclude }).map((file) => statSync(join(root, file)).mtimeMs));

/** Builds the product unless the last build is newer than everything it is made of. */
export async function build(): Promise<void> {
	const built = changed('build/handler.js');
	const source = Math.max(
		...SOURCES.map((glob) => changed(glob, ['src/lib/paraglide/**', 'src/lib/paraglide']))
	);
	if (built > source) return;
	const vite = join(root, 'node_modules/vite/bin/vite.js');
	const output: string[] = [];
	const code = await new Promise<number | null>((ended) => {
		const child = spawn(process.execPath, [vite, 'build'], {
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
