import { spawn } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** The ordinary build, or the one in which single locks of the message view can be opened. */
export type BuildKind = 'app' | 'locks';

/** Builds the product as `npm run build` does, which is nothing where the last build is of these sources. */
export async function build(kind: BuildKind = 'app'): Promise<void> {
	const output: string[] = [];
	const code = await new Promise<number | null>((ended) => {
		const child = spawn(process.execPath, [join(root, 'setup/run.mjs'), 'build', kind], {
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

/**
 * The arguments for Node to start the web process of a build. The process itself knows one build alone, the one
 * next to its folder; for the locks it is started by another name, through a link that lies next to theirs.
 */
export async function entry(kind: BuildKind): Promise<string[]> {
	if (kind === 'app') return [join(root, 'src/main.js')];
	const link = join(root, 'build-locks/src');
	await symlink('../src', link).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EEXIST') throw error;
	});
	return ['--preserve-symlinks-main', join(link, 'main.js')];
}

/** The environment without what vitest adds, so that the product is built and run as in production. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
	const ours = /^(?:NODE_ENV|VITEST.*|TEST|VITE_.*|DEV|PROD|MODE|BASE_URL|SSR|POSTERN_.*)$/;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
