import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildApp } from '../build.mjs';
import { follow } from '../child.mjs';
import { CHROMIUM, FIREFOX, MAIL, needPackages } from '../debian.mjs';

const OUT = 'tests/out';
const VITEST = ['unit', 'wire', 'helper', 'live', 'netns', 'corpus', 'e2e'];
const BEFORE = ['build', 'format', 'lint', 'check'];
const LANES = [['unit', 'wire', 'helper', 'live', 'e2e'], ['corpus']];
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

/**
 * @param {string} project @param {string[]} args @param {(text: string) => void} [say] @returns {Promise<Count>}
 */
async function vitest(project, args, say) {
	const report = join(OUT, `${project}.json`);
	rmSync(report, { force: true });
	const command = [
		...['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests'],
		...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args]
	];
	const code = await follow(
		process.execPath,
		command,
		say ? { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TEST_LANE: '1' } } : {},
		say
	);
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
 * Runs parts one after the other.
 * @param {string[]} parts @param {string[]} rest for vitest @param {(text: string) => void} [say] gets what they
 * print; without it they print themselves
 * @returns {Promise<Required<Count>>}
 */
async function runAll(parts, rest, say) {
	const sum = { passed: 0, failed: 0, failures: /** @type {string[]} */ ([]) };
	for (const part of parts) {
		(say ?? console.log)(`\n── ${part}\n`);
		if (NEEDS[part]) await needPackages(NEEDS[part]);
		// The build also makes the types and messages that lint and the other tests read.
		if (part !== 'build' && part !== 'format') await buildApp();
		const count = await (CHECKS[part]?.() ?? vitest(part, rest, say));
		sum.passed += count.passed;
		sum.failed += count.failed;
		if (count.failed > 0) sum.failures.push(...(count.failures?.length ? count.failures : [part]));
	}
	return sum;
}

/**
 * Runs the named parts, or all of them, and prints one line with the sum. All of them run in two lanes, since tests
 * in browsers mostly wait; what the second lane says is printed when it is done.
 * @param {string[]} args names of parts; what follows is handed to vitest
 */
export async function run(args) {
	mkdirSync(OUT, { recursive: true });
	const first = args.findIndex((name) => !(name in CHECKS) && !VITEST.includes(name));
	const named = first === -1 ? args : args.slice(0, first);
	const rest = first === -1 ? [] : args.slice(first);
	const sums = named.length > 0 ? [await runAll(named, rest)] : await twoLanes();
	const failures = sums.flatMap((sum) => sum.failures);
	// The log of all parts is long: what failed is said again where one looks first.
	if (failures.length > 0) console.log(`\n── failed\n${failures.join('\n')}`);
	const [passed, failed] = [sums.reduce((n, s) => n + s.passed, 0), sums.reduce((n, s) => n + s.failed, 0)];
	console.log(`\n${passed} passed, ${failed} failed`);
	return failed > 0 ? 1 : 0;
}

async function twoLanes() {
	const begun = await runAll(BEFORE, []);
	// Neither lane may find the other one in the middle of these.
	await needPackages([...new Set(Object.values(NEEDS).flat())]);
	await buildApp('locks');
	/** @type {string[]} */
	const said = [];
	const lanes = await Promise.all([
		runAll(LANES[0], []),
		runAll(LANES[1], [], (text) => said.push(text)).finally(() => process.stdout.write(said.join('')))
	]);
	return [begun, ...lanes];
}
