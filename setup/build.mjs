import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { quietly } from './child.mjs';

const SOURCES = [
	'src/**/*.{ts,js,svelte,css,html}',
	'static/**/*',
	'messages/**/*.json',
	'project.inlang/settings.json',
	'{package-lock.json,svelte.config.js,vite.config.ts,tsconfig.json}'
];
const STAMP = 'build/.sources';

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

/** Builds the app into `build/`, unless what is there was made from these very sources. */
export async function buildApp() {
	const now = fingerprint();
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now) return;
	console.error('Building …');
	await quietly(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
	writeFileSync(STAMP, now);
}
