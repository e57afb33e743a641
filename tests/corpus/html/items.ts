import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { payloadOf, type SelfTestItems } from '../../../src/lib/mail/self-test-items.ts';
import { root } from '../../bed/build.ts';
import { letter } from '../../bed/letters.ts';

/** One hostile message body, ours or from the wider collection. */
export interface HtmlItem {
	readonly id: string;
	readonly class: string;
	/** `own`, or where it was found. */
	readonly source: string;
	readonly contentType: string;
	readonly mustNot: readonly string[];
	readonly mustShow: readonly string[];
	/** What the bare payload did alone in a page. */
	readonly live: readonly string[];
	readonly body: () => string;
}

interface IndexEntry {
	readonly id: string;
	readonly class: string;
	readonly file: string;
	readonly source: string;
	readonly content_type: string;
	readonly must_not?: readonly string[];
	readonly must_show?: readonly string[] | null;
	readonly live_raw_chromium_156?: readonly string[];
}

/** Of the wider collection every third is run where there is little time, always the same ones. */
const THIRD = 3;

export function ownItems(): HtmlItem[] {
	const file = join(root, 'static/self-test/items.json');
	const { items } = JSON.parse(readFileSync(file, 'utf8')) as SelfTestItems;
	return items.map((item) => ({
		...item,
		source: 'own',
		mustShow: item.mustShow ?? [],
		body: () => payloadOf(item)
	}));
}

/** The wider collection, where it lies beside the project or where HTML_CORPUS names the archive. */
function widerItems(): HtmlItem[] {
	const archive = process.env.HTML_CORPUS ?? join(root, '../shared/corpora/html.tgz');
	if (!existsSync(archive)) return [];
	const folder = mkdtempSync(join(tmpdir(), 'postern-corpus-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	execFileSync('tar', ['xzf', archive, '-C', folder]);
	const { items } = JSON.parse(readFileSync(join(folder, 'html/index.json'), 'utf8')) as {
		items: IndexEntry[];
	};
	return items
		.filter(({ source }) => source !== 'own')
		.map((item) => ({
			id: item.id,
			class: item.class,
			source: item.source,
			contentType: item.content_type,
			mustNot: item.must_not ?? [],
			mustShow: item.must_show ?? [],
			live: item.live_raw_chromium_156 ?? [],
			body: () => readFileSync(join(folder, 'html', item.file), 'utf8')
		}));
}

/**
 * What is run: our own, and of the wider collection a fixed third, or all. One third comes after the other, so that
 * a run that is cut short has seen something of each kind.
 */
export function chosenItems(all: boolean): HtmlItem[] {
	const wider = widerItems();
	const third = (which: number): HtmlItem[] => wider.filter((_, n) => n % THIRD === which);
	return [...ownItems(), ...third(0), ...(all ? [...third(1), ...third(2)] : [])];
}

/** The item as mail; its subject is its id. */
export function asMail({ id, contentType, body }: HtmlItem): Buffer {
	if (contentType === 'text/plain') return letter({ subject: id, text: body() });
	if (contentType === 'text/html') return letter({ subject: id, html: body() });
	return letter({
		subject: id,
		text: 'See the file.',
		attachments: [{ name: `${id}.svg`, type: contentType, content: body() }]
	});
}
