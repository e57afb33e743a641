import { follow, must } from '../child.mjs';

/** Types: of SvelteKit's own making first, then of everything. */
export async function run() {
	await must(process.execPath, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
	return follow(process.execPath, ['node_modules/svelte-check/bin/svelte-check', '--threshold', 'warning']);
}
