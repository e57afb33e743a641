import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { configDefaults, defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The aliases of svelte.config.js and, for code that only asks, the three `$app` modules pages use. */
const alias = {
	$lib: here('./src/lib'),
	$src: here('./src'),
	$helper: here('./src/helper'),
	$app: here('./tests/bed/app')
};

/** Long enough for a busy two-core machine; a test that needs more says so itself. */
const MINUTE = 60_000;

/** Mail takes its time on its way; `expect.poll` waits for a second of its own accord. */
const patient = { poll: { timeout: MINUTE / 4, interval: 100 } };

export default defineConfig({
	resolve: { alias },
	define: { __LOCK_SWITCH__: false },
	test: {
		alias,
		exclude: [...configDefaults.exclude, 'build/**', 'data/**'],
		// What npm test says again at its end is the message alone.
		chaiConfig: { truncateThreshold: 1000 },
		// Everything is meant to pass at the first try.
		retry: 0,
		allowOnly: false,
		passWithNoTests: true,
		maxWorkers: 2,
		projects: [
			{
				// Classes with runes are compiled for the browser, as pages run them.
				plugins: [svelte({ configFile: false, dynamicCompileOptions: () => ({ generate: 'client' }) })],
				resolve: { alias, conditions: ['browser'] },
				test: {
					name: 'unit',
					include: ['tests/architecture.test.ts', 'tests/unit/**/*.test.ts'],
					testTimeout: MINUTE / 3
				}
			},
			{
				resolve: { alias },
				test: { name: 'wire', include: ['tests/wire/**/*.test.ts'], testTimeout: MINUTE / 2 }
			},
			{
				resolve: { alias },
				test: { name: 'helper', include: ['tests/helper/**/*.test.ts'], testTimeout: MINUTE / 2 }
			},
			{
				// Adapters against Debian's Dovecot and Postfix: one mail server for all files.
				resolve: { alias },
				test: {
					name: 'live',
					include: ['tests/live/**/*.test.ts'],
					globalSetup: ['tests/bed/live.setup.ts'],
					expect: patient,
					testTimeout: MINUTE,
					hookTimeout: MINUTE
				}
			},
			{
				// The built product, a mail server and a browser: they share two cores, so one file at a time.
				resolve: { alias },
				test: {
					name: 'e2e',
					include: ['tests/e2e/**/*.test.ts'],
					globalSetup: ['tests/bed/product.setup.ts'],
					expect: patient,
					fileParallelism: false,
					testTimeout: MINUTE,
					hookTimeout: MINUTE
				}
			},
			{
				resolve: { alias },
				test: {
					name: 'corpus',
					include: ['tests/corpus/**/*.test.ts'],
					globalSetup: ['tests/bed/product.setup.ts'],
					expect: patient,
					fileParallelism: false,
					testTimeout: 10 * MINUTE,
					hookTimeout: 2 * MINUTE
				}
			}
		]
	}
});
