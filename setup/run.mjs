/**
 * The first step of every npm script: `node setup/run.mjs <verb> …`. It runs on Node 20 with nothing installed,
 * brings Node 24 and the npm packages where they are missing, and hands over to `setup/verbs/<verb>.mjs`.
 */
import { existsSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { follow } from './child.mjs';
import { installPackages } from './install.mjs';
import { WANTED, bringNode } from './node24.mjs';
import { Refusal } from './refusal.mjs';

const here = dirname(fileURLToPath(import.meta.url));

async function main() {
	process.chdir(dirname(here));
	const [verb = '', ...args] = process.argv.slice(2);
	const file = `${here}/verbs/${verb}.mjs`;
	if (!/^[a-z]+(-[a-z]+)*$/.test(verb) || !existsSync(file)) {
		throw new Refusal(`There is no “${verb}”. The README lists what npm scripts there are.`);
	}
	if (Number(process.versions.node.split('.')[0]) < WANTED) {
		const node = await bringNode();
		return follow(node, [fileURLToPath(import.meta.url), verb, ...args]);
	}
	process.env.PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
	await installPackages();
	const { run } = await import(pathToFileURL(file).href);
	return run(args);
}

await main().then(
	(code) => {
		process.exitCode = typeof code === 'number' ? code : 0;
	},
	(error) => {
		console.error(error instanceof Refusal ? error.message : error);
		process.exitCode = 1;
	}
);
