import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildApp } from '../build.mjs';
import { follow } from '../child.mjs';
import { CHROMIUM, FIREFOX, MAIL, needPackages } from '../debian.mjs';

const OUT = 'tests/out';
const VITEST = ['unit', 'wire', 'helper', 'live', 'netns', 'corpus', 'e2e'];
const DEFAULT = ['build', 'format', 'lint', 'check', 'unit', 'wire', 'helper', 'live', 'corpus', 'e2e'];
const NEEDS = /** @type {Record<string, string[]>} */ ({
	live: MAIL,
	helper: MAIL,
	netns: MAIL,
	corpus: [...MAIL, ...CHROMIUM, ...FIREFOX],
	e2e: [...MAIL, ...CHROMIUM, ...FIREFOX]
});

/** @typedef {{ passed: number, failed: number, failures?: string[] }} Count */

/** @param {string} script @param {...string} args @returns {Promise<Count>} */
const single = async (script, ...args) =>
	(await follow(process.execPath, [script, ...args])) === 0
		? { passed: 1, failed: 0 }
		: { passed: 0, failed: 1 };

/** @param {string} project @param {string[]} args @returns {Promise<Count>} */
async function vitest(project, args) {
	const report = join(OUT, `${project}.json`);
	rmSync(report, { force: true });
	const code = await follow(process.execPath, [
		...['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests'],
		...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args]
	]);
	if (!existsSync(report)) return { passed: 0, failed: code === 0 ? 0 : 1 };
	const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
	return {
		passed: numPassedTests,
		// A file that cannot even be loaded fails no test of its own, but the run.
		failed: code !== 0 && numFailedTests === 0 ? 1 : numFailedTests,
		failures: failuresOf(testResults)
	};
}

/** @typedef {{ status: string, fullName: string, failureMessages: string[] }} Told */

/**
 * One paragraph for each test that failed, and for each file that did without one of its tests failing.
 * @param {{ name: string, status: string, message: string, assertionResults: Told[] }[]} files
 */
function failuresOf(files) {
	return files.flatMap((file) => {
		const name = relative('.', file.name);
		const told = file.assertionResults
			.filter((test) => test.status === 'failed')
			.map((test) => `${name} › ${test.fullName}\n${shorten(test.failureMessages.join('\n'))}`);
		return told.length === 0 && file.status === 'failed' ? [`${name}\n${shorten(file.message)}`] : told;
	});
}

/** The first lines, indented. @param {string} text */
const shorten = (text) =>
	text
		.split('\n')
		.slice(0, 12)
		.map((line) => `    ${line.slice(0, 300)}`)
		.join('\n');

const CHECKS = /** @type {Record<string, () => Promise<Count>>} */ ({
	format: () => single('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
	lint: () => single('node_modules/eslint/bin/eslint.js', '.'),
	check: () => single('setup/run.mjs', 'check'),
	build: () =>
		buildApp().then(
			() => ({ passed: 1, failed: 0 }),
			() => ({ passed: 0, failed: 1 })
		)
});

/**
 * Runs the named parts, or all of them, and prints one line with the sum.
 * @param {string[]} args names of parts; what follows is handed to vitest
 */
export async function run(args) {
	mkdirSync(OUT, { recursive: true });
	const first = args.findIndex((name) => !(name in CHECKS) && !VITEST.includes(name));
	const named = first === -1 ? args : args.slice(0, first);
	const rest = first === -1 ? [] : args.slice(first);
	const parts = named.length > 0 ? named : DEFAULT;
	const sum = { passed: 0, failed: 0 };
	const failures = [];
	for (const part of parts) {
		console.log(`\n── ${part}`);
		if (NEEDS[part]) await needPackages(NEEDS[part]);
		// The build also makes the types and messages that lint and the other tests read.
		if (part !== 'build' && part !== 'format') await buildApp();
		const count = await (CHECKS[part]?.() ?? vitest(part, rest));
		sum.passed += count.passed;
		sum.failed += count.failed;
		if (count.failed > 0) failures.push(...(count.failures?.length ? count.failures : [part]));
	}
	// The log of all parts is long: what failed is said again where one looks first.
	if (failures.length > 0) console.log(`\n── failed\n${failures.join('\n')}`);
	console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
	return sum.failed > 0 ? 1 : 0;
}
