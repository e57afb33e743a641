import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../bed/build.ts';
import { bombs } from './bombs.ts';

/** One message to be opened. */
export interface Item {
	readonly title: string;
	readonly kind: string;
	readonly bytes: () => Buffer;
}

interface IndexEntry {
	readonly file: string;
	readonly title: string;
	readonly class: string;
}

const fixtures = join(root, 'tests/fixtures/mime');

function itemsOf(folder: string, entries: readonly IndexEntry[]): Item[] {
	return entries.map((entry) => ({
		title: entry.title,
		kind: entry.class,
		bytes: () => readFileSync(join(folder, entry.file))
	}));
}

/** The wider collection, where it lies beside the project or where MIME_CORPUS names the archive. */
function wider(): Item[] | null {
	const archive = process.env.MIME_CORPUS ?? join(root, '../shared/corpora/mime.tgz');
	if (!existsSync(archive)) return null;
	const folder = mkdtempSync(join(tmpdir(), 'postern-corpus-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	execFileSync('tar', ['xzf', archive, '-C', folder]);
	const index = JSON.parse(readFileSync(join(folder, 'mime/index.json'), 'utf8')) as { items: IndexEntry[] };
	return itemsOf(join(folder, 'mime'), index.items);
}

/** Every message of the run: the kept ones or the wider collection, and the bombs made by code. */
export function allItems(): Item[] {
	const kept = () =>
		itemsOf(fixtures, JSON.parse(readFileSync(join(fixtures, 'index.json'), 'utf8')) as IndexEntry[]);
	return [...(wider() ?? kept()), ...bombs.map(({ title, bytes }) => ({ title, kind: 'bomb', bytes }))];
}
