import { follow } from '../child.mjs';
import { run as test } from './test.mjs';

/**
 * Every odd message and every hostile body of the collections, in the running app. `--write` puts the outcome into
 * docs/security/corpus.md; what else is said is handed to vitest, as in `-t Firefox`.
 * @param {string[]} args
 */
export async function run(args) {
	process.env.CORPUS = 'all';
	const code = await test(['corpus', ...args.filter((arg) => arg !== '--write')]);
	if (!args.includes('--write')) return code;
	return (await follow(process.execPath, ['tests/corpus/html/write-table.ts'])) || code;
}
