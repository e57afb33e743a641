import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** The build for tests in which the locks of the message view can be opened; never served to people. */
const locks = process.env.POSTERN_TEST_BUILD === 'locks';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({
			out: locks ? 'build-locks/build' : 'build',
			envPrefix: 'KIT_POSTERN_',
			precompress: !locks
		}),
		outDir: locks ? 'build-locks/kit' : '.svelte-kit',
		alias: { $helper: 'src/helper', $src: 'src' },
		typescript: { config: (config) => ({ ...config, include: [...config.include, '../vitest.config.ts'] }) },
		// hooks.server.ts checks every write, JSON included; SvelteKit's check misreads our referrer policy.
		csrf: { trustedOrigins: ['*'] },
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['none'],
				'script-src': ['self', 'strict-dynamic'],
				'style-src': ['self'],
				// The one style attribute in SvelteKit's own markup, the hidden announcer of page titles.
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'font-src': ['self'],
				'img-src': ['self', 'data:', 'blob:'],
				'connect-src': ['self'],
				'frame-src': ['self'],
				'worker-src': ['self'],
				'manifest-src': ['self'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none'],
				'require-trusted-types-for': ['script'],
				'trusted-types': ['svelte-trusted-html', 'dompurify']
			}
		},
		output: { bundleStrategy: 'split' },
		version: { pollInterval: 0 }
	}
};
