import { follow } from '../child.mjs';

/** Who has a second factor, and taking it away from somebody who lost it: `list`, `reset ADDRESS`. @param {string[]} args */
export async function run(args) {
	return follow(process.execPath, ['src/commands/second-factor.ts', ...args]);
}
