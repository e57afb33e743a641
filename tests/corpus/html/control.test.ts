import { describe, expect, inject, test } from 'vitest';
import { build } from '../../bed/build.ts';
import { fillAccount } from './account.ts';
import type { BrowserName } from './browser.ts';
import { Crew } from './crew.ts';
import { ownItems, type HtmlItem } from './items.ts';
import { keep } from './results.ts';

const ALL = process.env.CORPUS === 'all';

/** Shares of the live items that must fire; the rest needs an older browser, a network that fails, or more time. */
const SEEN = { exec: 0.85, net: 0.85 };

/**
 * What `live` says was found out in Chromium; this Firefox never does, with or without us: it sends no pings unless
 * told to, takes clip paths, markers and paint from its own origin alone, and knows no `-webkit-cross-fade`.
 */
const NEVER_IN_FIREFOX = new Set(
	['0074', '0126', '0139', '0177', '0178', '0179', '0255'].map((n) => `own-${n}`)
);

const isLive = ({ live }: HtmlItem, what: string): boolean => live.some((one) => one.startsWith(what));
/** Of our own, which name hosts of their own; where there is little time, every second. */
const live = ownItems().filter(
	(item, n) => (isLive(item, 'exec') || isLive(item, 'net')) && (ALL || n % 2 === 0)
);

/**
 * The same job with all locks open: what is live on a bare page must be seen here too. Were it not, the other run
 * would find nothing because it is blind.
 */
describe.each<BrowserName>(['Chromium', 'Firefox'])('without locks, in %s', (name) => {
	test('what is live fires, and is seen', async () => {
		await build('locks');
		const mail = inject('mailServer');
		const { account, harmless, uids } = await fillAccount(mail, live);
		const crew = await Crew.open({ mail, account, harmless, name, build: 'locks', locks: 'none' });
		const visits = await crew.visitAll(live, uids, () => ({ full: false, bare: true }));
		await crew.end();
		const codes = new Map(visits.map(({ id, hits }) => [id, new Set(hits.map(({ code }) => code))]));
		const silent: string[] = [];
		const count = (what: string, code: string) => {
			const all = live.filter(
				(item) => isLive(item, what) && !(name === 'Firefox' && NEVER_IN_FIREFOX.has(item.id))
			);
			const seen = all.filter(({ id }) => codes.get(id)?.has(code));
			silent.push(...all.filter((item) => !seen.includes(item)).map(({ id }) => `${id} ${code}`));
			return { live: all.length, seen: seen.length };
		};
		const tally = { exec: count('exec', 'EXEC'), net: count('net', 'NET') };
		keep(`control-${name.toLowerCase()}`, {
			browser: crew.version,
			date: new Date().toISOString(),
			tally,
			silent
		});
		const blind = (['exec', 'net'] as const).filter(
			(what) => tally[what].seen < SEEN[what] * tally[what].live
		);
		expect(blind, `${JSON.stringify(tally)}\n${silent.join('\n')}`).toEqual([]);
	});
});
