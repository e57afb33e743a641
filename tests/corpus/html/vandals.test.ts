import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { build } from '../../bed/build.ts';
import { fillAccount, type FilledAccount } from './account.ts';
import type { BrowserName } from './browser.ts';
import { ownItems } from './items.ts';
import { judge } from './judge.ts';
import { emptyNotes } from './recorder.ts';
import { visit } from './visit.ts';
import { Worker } from './worker.ts';

/** What no message can do while the frame holds, done by hand, so that the job is known to see it. */
const VANDALS: readonly (readonly [code: string, act: () => void])[] = [
	[
		'STYLE_BLEED',
		() => {
			document.querySelector('article h1')?.setAttribute('hidden', '');
			document.documentElement.style.setProperty('filter', 'invert(1)');
		}
	],
	['STRUCTURE_BREAK', () => void document.body.append(document.createElement('h1'))],
	['CLOBBER', () => void Object.assign(window, { config: document.body })],
	['FOCUS', () => document.querySelector('iframe')?.focus()],
	[
		'OVERLAY',
		() => {
			const style = document.querySelector('iframe')?.style;
			for (const [name, value] of [
				['position', 'fixed'],
				['inset', '0'],
				['width', '100vw'],
				['height', '100vh']
			] as const)
				style?.setProperty(name, value);
		}
	],
	[
		'EDITABLE',
		() =>
			document
				.querySelector('iframe')
				?.contentDocument?.body.firstElementChild?.setAttribute('contenteditable', '')
	]
];

/** Codes that must turn up among our own items once nothing stops them. */
const UNSTOPPED = ['AUTOFILL', 'BADSCHEME', 'EXEC', 'FOCUS', 'LEFT', 'LINK_UNMARKED', 'NAV_TOP', 'NET'];
/** No referrer was seen from Firefox with all locks open: every page here forbids it by a header of its own. */
const UNSTOPPED_IN = { Chromium: [...UNSTOPPED, 'REFERER'], Firefox: UNSTOPPED };

const wanted = /^own-0(?:00[17]|080|248|28[69]|305|324|358|369|39[245]|400|402|084)$/;
const items = ownItems().filter(({ id }) => wanted.test(id));

describe.each<BrowserName>(['Chromium', 'Firefox'])('the job itself, in %s', (name) => {
	let filled: FilledAccount;
	let worker: Worker;
	const open = (locks: string) =>
		Worker.open({ ...filled, mail: inject('mailServer'), name, build: 'locks', locks });

	beforeAll(async () => {
		await build('locks');
		filled = await fillAccount(inject('mailServer'), items);
	}, 300_000);
	afterAll(() => worker.end());

	test('sees each kind of harm when no lock is on', async () => {
		worker = await open('none');
		const codes = new Set<string>();
		for (const item of items) {
			const { hits } = await visit(worker, item, filled.uids.get(item.id) ?? 0, { full: false, bare: true });
			for (const { code } of hits) codes.add(code);
		}
		// Before the verdict: a failure would leave its web process behind.
		await worker.end();
		expect([...codes]).toEqual(expect.arrayContaining(UNSTOPPED_IN[name]));
	});

	test('tells a sanitizer that lets through from locks that still hold', async () => {
		worker = await open('sandbox,csp');
		const codes = new Set<string>();
		let leaned = 0;
		for (const item of items.filter(({ live }) => live.includes('exec'))) {
			const seen = await visit(worker, item, filled.uids.get(item.id) ?? 0, { full: false, bare: true });
			for (const { code } of seen.hits) codes.add(code);
			leaned += seen.leaned.length;
		}
		expect(codes).toContain('LEFT');
		expect(codes).not.toContain('EXEC');
		// Firefox keeps its notes of what a policy stopped from those who drive it.
		if (name === 'Chromium') expect(leaned).toBeGreaterThan(0);
	});

	test.each(VANDALS)('sees %s around the frame', async (code, act) => {
		await worker.fresh();
		await worker.page.evaluate(act);
		const look = await worker.look();
		const nothing = { seen: [], beyond: [] };
		const hits = judge({
			...{ item: items[0]!, worker, path: '', opened: 1, look, after: look, notes: emptyNotes(), popups: [] },
			...{
				poked: { went: [], composed: [] },
				quoted: [],
				broken: '',
				shown: [],
				hovered: [],
				before: nothing,
				later: nothing,
				late: []
			}
		});
		expect(hits.map((hit) => hit.code)).toContain(code);
	});
});
