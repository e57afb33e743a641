import { follow } from '../child.mjs';
import { MAIL, needPackages } from '../debian.mjs';

/** @param {string[]} args */
export async function run(args) {
	if (args.includes('up')) await needPackages(MAIL);
	return follow(process.execPath, ['src/mailserver/main.ts', ...args]);
}
