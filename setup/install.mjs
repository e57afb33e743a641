import { lstatSync, readFileSync } from 'node:fs';
import { must } from './child.mjs';
import { npm } from './npm.mjs';

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }> | null} */
function packagesIn(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return null;
	}
}

/** True where `node_modules` holds exactly what the lock file asks for; npm keeps its own list of what it put there. */
function upToDate() {
	const wanted = packagesIn('package-lock.json') ?? {};
	const there = packagesIn('node_modules/.package-lock.json');
	if (!there) return false;
	const paths = Object.keys(wanted).filter((path) => path !== '');
	return (
		paths.every((path) =>
			there[path] ? there[path].version === wanted[path]?.version : wanted[path]?.optional
		) && Object.keys(there).every((path) => path in wanted)
	);
}

/** Installs the npm packages of the lock file, where they are not there yet. */
export async function installPackages() {
	// A linked folder belongs to another work tree, which keeps it.
	if (lstatSync('node_modules', { throwIfNoEntry: false })?.isSymbolicLink()) return;
	if (upToDate()) return;
	console.error('Installing npm packages …');
	const { program, args } = npm();
	await must(program, [...args, 'ci', '--loglevel=error']);
}
