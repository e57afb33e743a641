import { follow } from '../child.mjs';

/** Layer table and lint rules, then the form of every file. @param {string[]} args */
export async function run(args) {
	const lint = await follow(process.execPath, ['node_modules/eslint/bin/eslint.js', '.', ...args]);
	const form = await follow(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--check', '.']);
	return lint || form;
}
