import { buildApp } from '../build.mjs';
import { follow } from '../child.mjs';

/** Production: the environment decides everything, nothing but the app is started. */
export async function run() {
	await buildApp();
	return follow(process.execPath, ['src/main.js']);
}
