import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

/**
 * What the first page needs in few files instead of sixty: the runtime, the app with all looks, and the mail around
 * the open message. What opens later (the composer, the frame's cleaner, dialogs) stays apart, with its own words.
 */
const APP = [
	/\/node_modules\/(?:svelte|@sveltejs|esm-env|clsx|@lucide)\/|vite\/preload-helper/,
	/\/paraglide\/(?:runtime|registry|messages\/(?:app|list|problem)_)/,
	/\/src\/lib\/(?:ui\/(?!Section|Sheet|Table)|mail\/(?!file-kind|zip-listing|invit|leav|self-test|link-(?:truth|cleaning)|trackers|remote-|look-alike|registrable|sender-warnings))|\/src\/lib\/client\/(?!invit|leav|link-status|mark-links|pause|test-locks|sanitize|draw-text|show-body|remote-|message-(?:frame|view)|shade-|dark-|fold-|quote-marks|compos|draft|passkey|password-|qr-code)/,
	/\/src\/routes\/\+|&type=style|\.css$/
];
const MAIL = [
	/\/src\/routes\/\(app\)\/(?:\+layout|\+error|Sidebar|Folder(?:Tree|Node|Menu)\.|Dialogs|DragCard|Toasts)/,
	/\/mail\/\[folder\]\/[A-Za-z+-]+\.(?:svelte|ts)/
];
const DIALOGS = [/\/src\/routes\/\(app\)\/(?:KeysDialog|FolderDialog|FolderPicker|SignInAgain|StepUp)/];
const any = (tests: readonly RegExp[]) => (id: string) =>
	!/scripts\.css|self-test/.test(id) && tests.some((test) => test.test(id));

const fewFiles: Plugin = {
	name: 'few-files',
	config: () => ({
		environments: {
			client: {
				build: {
					rolldownOptions: {
						output: {
							codeSplitting: {
								groups: [
									{ name: 'app', test: any(APP), priority: 2 },
									{ name: 'mail', test: any(MAIL), priority: 1 },
									{ name: 'dialogs', test: any(DIALOGS) }
								]
							}
						}
					}
				}
			}
		}
	})
};

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
			cookieName: 'locale'
		}),
		sveltekit(),
		fewFiles
	],
	define: {
		__LOCK_SWITCH__: process.env.POSTERN_TEST_BUILD === 'locks',
		__POSTERN_VERSION__: JSON.stringify(version)
	},
	build: { target: 'es2022' }
});
