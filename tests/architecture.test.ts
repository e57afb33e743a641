import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, matchesGlob } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layers } from '../eslint.config.js';

const root = join(import.meta.dirname, '..');
const files = globSync('src/**/*.{ts,js,svelte}', { cwd: root })
	.filter((file) => !file.startsWith('src/lib/paraglide/'))
	.sort();
const text = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

const table = (layers as { name: string; files: string[] }[]).map(({ name, files: globs }) => ({
	name,
	globs
}));
const layersOf = (file: string) =>
	table.filter(({ globs }) => globs.some((glob) => matchesGlob(file, glob))).map(({ name }) => name);

/** The file of `src` that an import leads to, or null for a package or a generated module. */
function resolve(from: string, specifier: string): string | null {
	const aliased = specifier
		.replace(/^\$lib\//, 'src/lib/')
		.replace(/^\$src\//, 'src/')
		.replace(/^\$helper\//, 'src/helper/');
	const path = specifier.startsWith('.') ? join(dirname(from), specifier) : aliased;
	const candidates = [path, `${path}.ts`, `${path}.js`, path.replace(/\.js$/, '.ts')];
	return candidates.find((candidate) => text.has(candidate)) ?? null;
}

/** Values a file takes from others at load time; types leave no trace and cannot make a cycle. */
function importsOf(file: string): string[] {
	const source = text.get(file) ?? '';
	const statements = source.matchAll(
		/^\s*(?:import|export)\s(?!type\b)(?:[\w*\s{},$]+?\sfrom\s+)?['"]([^'"]+)['"]/gm
	);
	return [...statements].map((match) => resolve(file, match[1]!)).filter((target) => target !== null);
}

/** The first circle of imports found from `file`, as a path of files, or null. */
function cycleFrom(file: string, done: Set<string>, trail: string[] = []): string[] | null {
	const seenAt = trail.indexOf(file);
	if (seenAt >= 0) return [...trail.slice(seenAt), file];
	if (done.has(file)) return null;
	for (const next of importsOf(file)) {
		const found = cycleFrom(next, done, [...trail, file]);
		if (found) return found;
	}
	done.add(file);
	return null;
}

const rfcsIn = (source: string) => [...source.matchAll(/RFC\s(\d{3,5})\b/g)].map((match) => Number(match[1]));

describe('the house', () => {
	test('each file lies in exactly one layer', () => {
		const astray = files
			.map((file) => ({ file, layers: layersOf(file) }))
			.filter((row) => row.layers.length !== 1);
		expect(astray).toEqual([]);
	});

	test('each layer may import something that exists, under a name of its own', () => {
		const names = table.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	test('no file imports itself by a detour', () => {
		const done = new Set<string>();
		const cycles = files.map((file) => cycleFrom(file, done)).filter((cycle) => cycle !== null);
		expect(cycles).toEqual([]);
	});

	test('no file is longer than 300 lines', () => {
		const long = [...text].map(([file, source]) => [file, source.split('\n').length] as const);
		expect(long.filter(([, lines]) => lines > 300)).toEqual([]);
	});

	test('names say what a file holds', () => {
		const vague =
			/^(?:utils?|helpers?|common|misc|shared|manager|service|handler|index)\b|(?:Utils?|Helpers?|Manager|Service)\./;
		expect(files.filter((file) => vague.test(basename(file)))).toEqual([]);
	});

	test('nothing is left for later', () => {
		const marks = /\b(?:TODO|FIXME|XXX|HACK)\b|debugger;|console\.log\(/;
		// What is started at a terminal speaks there.
		const speaks = /^src\/(?:main\.js$|mailserver\/|commands\/)/;
		const found = files.filter((file) => !speaks.test(file));
		expect(found.filter((file) => marks.test(text.get(file)!))).toEqual([]);
	});
});

describe('docs/rfc.md', () => {
	const listed = new Set(
		[...readFileSync(join(root, 'docs/rfc.md'), 'utf8').matchAll(/^\| (\d{3,5}) \|/gm)].map((m) =>
			Number(m[1])
		)
	);
	// What people write in the sample mail is no claim of ours.
	const code = [...text].filter(([file]) => !file.startsWith('src/mailserver/sample/'));
	const cited = new Set(code.flatMap(([, source]) => rfcsIn(source)));

	test('lists each RFC that the code cites', () => {
		expect([...cited].filter((rfc) => !listed.has(rfc)).sort()).toEqual([]);
	});

	test('lists none that the code does not cite', () => {
		expect([...listed].filter((rfc) => !cited.has(rfc)).sort()).toEqual([]);
	});
});
