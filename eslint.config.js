// @ts-nocheck -- the plugins describe their own options too loosely to be checked
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const domain = ['$lib/mail/', '$lib/security/', '$lib/sieve/', '$lib/admin/'];
const text = '$lib/paraglide/';
const base = ['account', 'config', 'environment', 'lifecycle', 'log', 'problem', 'resolver'].map(
	(name) => `$lib/server/${name}`
);

/**
 * The house (ARCHITECTURE.md). `may`: $-paths, a trailing slash meaning the folder; `npm`: packages, `node:`
 * meaning all of Node, `@scope/` all of a scope. Files of one's own folder (`./`) are always allowed, `../` never.
 */
export const layers = [
	{
		name: 'app types',
		files: ['src/app.d.ts', 'src/params/*.ts'],
		may: ['$lib/mail/', '$lib/security/', '$lib/server/account'],
		npm: ['@sveltejs/kit']
	},
	{ name: 'mail', files: ['src/lib/mail/**'], may: [], npm: ['tldts', 'punycode.js'] },
	{ name: 'security', files: ['src/lib/security/**'], may: ['$lib/mail/'], npm: [] },
	{ name: 'sieve', files: ['src/lib/sieve/**'], may: [], npm: [] },
	{ name: 'admin', files: ['src/lib/admin/**'], may: ['$helper/protocol'], npm: [] },
	{
		name: 'ui',
		files: ['src/lib/ui/**'],
		may: ['$lib/mail/', '$lib/security/'],
		npm: ['svelte', '@lucide/svelte']
	},
	{
		name: 'client',
		files: ['src/lib/client/**'],
		may: ['$lib/mail/', '$lib/security/', '$lib/sieve/', '$app/', text],
		npm: ['svelte', 'dompurify', '@simplewebauthn/browser', 'uqr', '@zxcvbn-ts/']
	},
	{
		name: 'server base',
		files: [
			'src/lib/server/{account,body-limits,borders,compress,config,environment,lifecycle,log,problem,resolver,slow-bodies}.ts'
		],
		may: ['$lib/mail/'],
		npm: ['node:', 'pino', 'valibot']
	},
	{
		name: 'answers',
		files: ['src/lib/server/{api,message-address,part-headers}.ts'],
		may: [...base, '$lib/mail/', '$lib/server/auth/sessions'],
		npm: ['node:', '@sveltejs/kit']
	},
	{
		name: 'store',
		files: ['src/lib/server/store/**'],
		may: [...base, '$lib/mail/', '$lib/security/', '$lib/admin/', '$lib/server/store/'],
		npm: ['node:', 'kysely', 'better-sqlite3']
	},
	{
		name: 'imap',
		files: ['src/lib/server/imap/**'],
		may: [...base, '$lib/mail/'],
		npm: ['node:', 'imapflow']
	},
	{
		name: 'smtp',
		files: ['src/lib/server/smtp/**'],
		may: [...base, '$lib/mail/'],
		npm: ['node:', 'nodemailer']
	},
	{
		name: 'mime',
		files: ['src/lib/server/mime/**'],
		may: [...base, '$lib/mail/'],
		npm: ['node:', 'nodemailer', 'yazl', 'yauzl', 'file-type']
	},
	{
		name: 'fetch',
		files: ['src/lib/server/fetch/**'],
		may: [...base, '$lib/mail/'],
		npm: ['node:', 'undici', 'ipaddr.js']
	},
	{
		name: 'images',
		files: ['src/lib/server/images/**'],
		may: [...base, '$lib/mail/'],
		npm: ['node:', 'sharp']
	},
	{
		name: 'authenticity',
		files: ['src/lib/server/authenticity/**'],
		may: [...base, '$lib/mail/'],
		npm: ['node:', 'mailauth']
	},
	{
		name: 'calendar',
		files: ['src/lib/server/calendar/**'],
		may: [...base, '$lib/mail/'],
		npm: ['node:', 'ical.js']
	},
	{
		name: 'auth',
		files: ['src/lib/server/auth/**'],
		may: [...base, '$lib/mail/', '$lib/security/', '$lib/server/store/'],
		npm: ['node:', 'rate-limiter-flexible', 'ipaddr.js', '@simplewebauthn/server', 'otpauth']
	},
	{
		name: 'accounts',
		files: ['src/lib/server/accounts/**'],
		may: [...base, '$lib/mail/', '$lib/security/', '$src/dovecot/'],
		npm: ['node:', 'better-sqlite3', '@node-rs/argon2', '@zxcvbn-ts/']
	},
	{
		// What the server writes to a person by itself: letters, lines of the history.
		name: 'wording',
		files: ['src/lib/server/wording/**'],
		may: [...base, '$lib/mail/', '$lib/security/', text],
		npm: []
	},
	{ name: 'flows', files: ['src/lib/server/flows/**'], may: [...domain, '$lib/server/'], npm: ['node:'] },
	{
		name: 'routes, server',
		files: ['src/routes/**/*.ts', 'src/hooks.server.ts'],
		may: [...domain, '$lib/server/', '$lib/client/', '$app/', text],
		npm: ['node:', '@sveltejs/kit', 'valibot']
	},
	{
		name: 'routes, pages',
		files: ['src/routes/**/*.svelte'],
		may: [
			...[...domain, '$lib/ui/', '$lib/client/', '$app/', text, '@fontsource-variable/', '$src/app.css'],
			// The self-test shows messages by the reader's own road.
			'$src/routes/(app)/mail/[folder]/[uid=uid]/BodyFrame.svelte',
			// Whoever asks for a factor asks as the door does.
			...['FactorStep.svelte', 'Proof.svelte', 'Door.svelte', 'first-way'].map(
				(name) => `$src/routes/login/${name}`
			),
			// Main passwords are closed alike for oneself and for everybody.
			'$src/routes/(app)/settings/security/CloseDialog.svelte'
		],
		npm: ['svelte', '@lucide/svelte']
	},
	{ name: 'dovecot', files: ['src/dovecot/**'], may: [], npm: [] },
	{
		name: 'mailserver',
		files: ['src/mailserver/**'],
		may: ['../dovecot/'],
		npm: ['node:', '@node-rs/argon2']
	},
	{
		// What an operator types: run by Node as it is, so by paths and not by aliases.
		name: 'commands',
		files: ['src/commands/**'],
		may: [
			...['../dovecot/', '../lib/server/config.ts', '../lib/server/auth/token-keys.ts'],
			'../lib/server/store/reset-sql.ts'
		],
		npm: ['node:', 'better-sqlite3']
	},
	{ name: 'web process', files: ['src/main.js'], may: [], npm: ['node:'] }
];

const escape = (value) => value.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const path = (p) => escape(p) + (p.endsWith('/') ? '' : '(?:\\.(?:ts|css))?$');
const pkg = (p) => escape(p) + (/[:/]$/.test(p) ? '' : '(?:/|$)');

/** Matches every import that the layer may not make. */
const forbidden = ({ may, npm }) => `^(?!\\./)(?!${[...may.map(path), ...npm.map(pkg)].join('|') || '$.'})`;

const imports = (layer) => [
	{ regex: forbidden(layer), message: `The layer “${layer.name}” may not import this; see ARCHITECTURE.md.` },
	...(layer.name === 'mailserver' || layer.name === 'helper'
		? []
		: [{ regex: '^node:child_process', message: 'Only helper/ and mailserver/ start programs.' }])
];

export default ts.config(
	{
		ignores: [
			'build/',
			'build-locks/',
			'.svelte-kit/',
			'.node24/',
			'data/',
			'src/lib/paraglide/',
			'tests/**/out/'
		]
	},
	...svelte.configs.base,
	{
		files: ['**/*.ts'],
		languageOptions: {
			parser: ts.parser,
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		},
		plugins: { '@typescript-eslint': ts.plugin },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
		rules: { 'svelte/no-at-html-tags': 'error' }
	},
	{
		files: ['**/*.{js,ts,svelte}'],
		plugins: { '@typescript-eslint': ts.plugin },
		rules: {
			eqeqeq: 'error',
			'no-var': 'error',
			'prefer-const': 'error',
			'no-control-regex': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }]
		}
	},
	{ files: ['**/*.svelte'], rules: { 'prefer-const': 'off', 'svelte/prefer-const': 'error' } },
	...layers.map((layer) => ({
		files: layer.files,
		rules: { 'no-restricted-imports': ['error', { patterns: imports(layer) }] }
	})),
	{
		files: ['src/**'],
		rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] }
	},
	{
		// Dynamic imports hide from the layer table; pages use them to load what opens later.
		files: ['src/lib/{mail,sieve,admin,server}/**', 'src/helper/**'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{ selector: 'ImportExpression', message: 'No dynamic import: the layer rules cannot see it.' }
			]
		}
	}
);
