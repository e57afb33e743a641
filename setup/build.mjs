import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { quietly } from './child.mjs';

const SOURCES = [
	'src/**/*.{ts,js,svelte,css,html}',
	'static/**/*',
	'messages/**/*.json',
	'project.inlang/settings.json',
	'{package-lock.json,svelte.config.js,vite.config.ts,tsconfig.json}'
];

/** One hash over every file that goes into the build. */
function fingerprint() {
	const hash = createHash('sha256');
	const files = globSync(SOURCES, {
		exclude: ['src/lib/paraglide/**', 'src/mailserver/**'],
		withFileTypes: true
	});
	const paths = files.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
	for (const path of paths.sort()) hash.update(path).update('\0').update(readFileSync(path)).update('\0');
	return hash.digest('hex');
}

/**
 * Builds the app into `build/`, unless what is there was made from these very sources.
 *
 * `locks` makes another one into `build-locks/`, for tests alone: in it each lock of the message view can be left
 * open, to show that the others hold without it. Nothing that serves people looks into that folder.
 * @param {'app' | 'locks'} [kind]
 */
export async function buildApp(kind = 'app') {
	const folder = kind === 'locks' ? 'build-locks' : 'build';
	const stamp = `${folder}/.sources`;
	const now = fingerprint();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
	console.error('Building …');
	await quietly(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
		// Whatever the environment says: an ordinary build is an ordinary build.
		env: { ...process.env, POSTERN_TEST_BUILD: kind === 'locks' ? 'locks' : '' }
	});
	mkdirSync(folder, { recursive: true });
	writeFileSync(stamp, now);
}
