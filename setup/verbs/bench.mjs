import { buildApp } from '../build.mjs';
import { follow } from '../child.mjs';
import { CHROMIUM, MAIL, needPackages } from '../debian.mjs';

/** @param {string[]} args */
export async function run(args) {
	await needPackages([...MAIL, ...CHROMIUM]);
	await buildApp();
	return follow(process.execPath, ['tests/bench/main.ts', ...args]);
}
