/** Writes `docs/security/corpus.md` from what the last runs left in `tests/corpus/out`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../bed/build.ts';
import { isErrand } from './browser.ts';
import { EXEMPTIONS, isExempt } from './exempt.ts';
import { outFolder, type ControlRun, type Run } from './results.ts';
import type { Visit } from './visit.ts';

function read<T>(name: string): T | null {
	const file = join(outFolder, `${name}.json`);
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
}

const day = (date: string): string => date.slice(0, 10);
/** What is known by now to be an errand of the browser's own is none of the message's. */
const hitsOf = (visit: Visit) =>
	visit.hits.filter((hit) => !isExempt(visit.id, hit) && !isErrand(hit.what.split(' ').at(-1) ?? ''));
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
	[row(head), row(head.map((_, n) => (n === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');

/** “3 (EXEC, NET)”: items with a hit, and of what kinds. */
function told(visits: readonly Visit[]): string {
	const hit = visits.filter((visit) => hitsOf(visit).length > 0);
	const codes = [...new Set(hit.flatMap((visit) => hitsOf(visit).map(({ code }) => code)))].sort();
	return hit.length === 0 ? '0' : `${hit.length} (${codes.join(', ')})`;
}

function classTable(runs: readonly Run[]): string {
	const classes = [...new Set(runs.flatMap(({ visits }) => visits.map((visit) => visit.class)))].sort();
	const line = (name: string, of: (visit: Visit) => boolean) => [
		name,
		...runs.flatMap(({ visits }) => {
			const some = visits.filter(of);
			return [some.length, told(some), some.length - some.filter(({ missing }) => missing.length > 0).length];
		})
	];
	return table(
		['class', ...runs.flatMap(({ browser }) => [browser, 'with a hit', 'shows its text'])],
		[...classes.map((name) => line(name, (visit) => visit.class === name)), line('**all**', () => true)]
	);
}

function median(numbers: readonly number[]): number {
	return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

const runs = ['chromium', 'firefox'].flatMap((name) => read<Run>(name) ?? []);
const controls = ['control-chromium', 'control-firefox'].flatMap((name) => read<ControlRun>(name) ?? []);

const about = runs.map(({ browser, date, visits, chosen }) => [
	browser,
	day(date),
	`${visits.length} of ${chosen}`,
	`${visits.filter(({ full }) => full).length}`,
	visits.filter(({ consented }) => consented).length,
	`${median(visits.map(({ ms }) => ms))} ms`,
	visits.filter(({ leaned }) => leaned.length > 0).length,
	visits.reduce((sum, { proxied }) => sum + proxied, 0),
	visits.reduce((sum, { pictures }) => sum + pictures, 0)
]);

const open = runs.flatMap(({ browser, visits }) =>
	visits.flatMap((visit) =>
		hitsOf(visit).map(
			({ code, what }) =>
				`- ${browser}: \`${visit.id}\` ${code}: \`${(what.split('\n')[0] ?? '').replaceAll('`', "'")}\``
		)
	)
);

const text = `# The corpus of hostile bodies, and what came of it

Each item is filed as a message on a real Dovecot and opened in the running product by a real browser. A pointer goes over up to fifteen places of it, they are clicked, and the page is shown as it is printed. Where the app offers “Show images”, that is pressed. Some are answered, forwarded and printed from the menu as well; the table says how many. Nothing an item tries may come true. The table is the last run that was written down, all of it; \`npm run corpus -- --write\` makes it anew.

## The last run

${table(['browser', 'date', 'items visited', 'answered, forwarded, printed', 'images shown on request', 'a visit, median', 'leaned on a second lock', 'fetched by our server', 'pictures shown'], about)}

“Leaned on a second lock” counts items of which the browser noted that the frame's policy or sandbox stopped something; nothing came of it, but the sanitizer had let it get so far, or had parsed it in the frame.

${runs.some(({ visits, chosen }) => visits.length < chosen) ? 'The run was cut short. Our own items come first, then one third of the wider collection after the other, so that what was left out is spread evenly.\n\n' : ''}${runs.every(({ visits }) => visits.every(({ proxied }) => proxied === 0)) ? 'No picture was fetched in this run: either the app offered no “Show images” yet, or nothing was left to fetch; what happens after consent is not shown by it.\n\n' : ''}${classTable(runs)}

${open.length === 0 ? 'No hit is open.' : `Open:\n\n${open.join('\n')}`}

## The control

Our own items that are live on a bare page, by the same job against a build in which all three locks are open (\`POSTERN_TEST_BUILD=locks\`, cookie \`test-locks=none\`). They must fire here, or the run above saw nothing because it is blind; the job fails below 85 %.

${table(
	['browser', 'date', 'run scripts', 'seen', 'make requests', 'seen'],
	controls.map(({ browser, date, tally }) => [
		browser,
		day(date),
		...[tally.exec.live, tally.exec.seen, tally.net.live, tally.net.seen]
	])
)}

What \`live\` means was found out once, on a bare page in Chromium 156; some of it Firefox never does.

## What is looked for

EXEC a script ran: a dialog, a marker, an error from within it. NET a request, a connection or a question for a name before the reader has agreed, NET_ALWAYS one after, by the browser itself; or one that our server made for what is no picture (scripts, sheets, fonts, frames, media, links, pings), or that is not from our server. NAV_TOP the app or the frame went elsewhere. SAMEORIGIN_GET a request to our own server other than for parts of the message. STYLE_BLEED, STRUCTURE_BREAK, OVERLAY, CLOBBER, FOCUS, AUTOFILL, EDITABLE the app around the frame changed, or the frame took what is the app's. LINK_UNMARKED a link that lies without a mark. BADSCHEME a link to other than http, https, mailto, tel. OPENER, REFERER a link or an image tells where it was clicked. HEADER_INJECT, LOCALFILE a link to an address brings more than an address. LEFT an element or attribute that is not on the list. HANG more than three seconds until it stands. CRASH the page is gone. All of them are looked for on every item, whatever the item itself is about.

How: each browser runs in a mount namespace of its own whose resolver is a name server of the job. That server gives one address for every name, where another server logs each connection and request; our own server has another such pair, so that what the reader's browser asks for is told from what we fetch for the reader. A recorder stands in every frame before any script.

## What is not held against us

${EXEMPTIONS.map(({ id, code, reason }) => `- \`${id}\` ${code}: ${reason}`).join('\n')}

## What this cannot tell

- The product of the tests is reached over plain HTTP. On such pages Firefox asks for the name of a link under the pointer, and begins a connection where the link is https, which no header of ours prevents; the job does not count that. On a page over TLS with the same frame neither Firefox 153 nor Chromium 156 did so, tried by hand on 2026-11-25.
- A name that an earlier item made the browser ask for is known for a moment, and not asked for again. Our own items each have a name of their own.
- With all locks open Firefox sent no referrer either, so the job has not shown that it would see REFERER there; in Chromium it did when that was last tried.
- After consent only pictures are asked for that the sanitizer has found in its tree and the server in the text; an item whose address is written so that these two differ shows none. That is no leak, and counted as consent without a picture.
- What is no picture is told by the words of the item, not by a parser; an address that stands in both places counts as a picture.
- What “leaned on a second lock” counts is told by Chromium only.
- What Firefox says of errors of its own, such as a sheet it did not take, is told apart from a script's by its wording.

## How to repeat it

\`\`\`
npm run corpus                     # everything, both browsers, the control first
npm run corpus -- -t Firefox       # one browser
npm run corpus -- --write          # and this page
\`\`\`

It needs root (ports 53, 80 and 443 of a loopback address, a mount namespace) and Debian's Chromium and Firefox ESR. Our own items are in \`static/self-test/items.json\` (CC0-1.0). The wider collection is not part of the project: it is read from \`../shared/corpora/html.tgz\`, or from where \`HTML_CORPUS\` says, and without it our own items run alone. \`npm test\` runs our own items and a fixed third of the wider ones, every tenth of them answered, forwarded and printed.
`;

mkdirSync(join(root, 'docs/security'), { recursive: true });
writeFileSync(join(root, 'docs/security/corpus.md'), text);
console.log('docs/security/corpus.md is written.');
