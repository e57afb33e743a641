import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBLEM_STATUS } from '../../src/lib/mail/problem-codes.ts';

type Texts = Record<string, unknown>;
const texts = (path: string): Texts => {
	const { $schema: _, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as Texts;
	return rest;
};
/** The values a text wants filled in. */
const wanted = (text: unknown): string[] =>
	[...new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

const files = globSync('messages/en/*.json').map((path) => basename(path));
const code = globSync('src/**/*.{ts,svelte}', { exclude: ['src/lib/paraglide/**'] })
	.map((path) => readFileSync(path, 'utf8'))
	.join('\n');
const words = new Set(code.match(/\w+/g));
/** Sentences that exist because a problem does, wherever it is said. */
const problems = Object.keys(PROBLEM_STATUS).map((name) => `problem_${name.replace(/[/-]/g, '_')}`);

describe.each(files)('%s', (file) => {
	const english = texts(`messages/en/${file}`);
	const german = texts(`messages/de/${file}`);

	it('says the same things in each language, with the same values', () => {
		expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
		for (const [name, text] of Object.entries(english))
			expect(wanted(german[name]), name).toEqual(wanted(text));
	});

	it('says nothing that is never shown', () => {
		const known = (name: string): boolean => words.has(name) || problems.includes(name);
		expect(Object.keys(english).filter((name) => !known(name))).toEqual([]);
	});
});

it('has a sentence for each problem', () => {
	const said = texts('messages/en/problems.json');
	expect(problems.filter((name) => !(name in said))).toEqual([]);
});
