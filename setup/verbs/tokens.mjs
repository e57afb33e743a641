import { follow } from '../child.mjs';

/** @param {string[]} args */
export async function run(args) {
	return follow(process.execPath, ['src/commands/tokens.ts', ...args]);
}
