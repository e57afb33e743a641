import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { fillAccount, type FilledAccount } from './account.ts';
import type { BrowserName } from './browser.ts';
import { Crew } from './crew.ts';
import { isExempt, unlooked } from './exempt.ts';
import { chosenItems } from './items.ts';
import { keep } from './results.ts';
import type { Visit } from './visit.ts';

/** Everything, by `npm run corpus`; else our own items and a fixed third of the wider collection. */
const ALL = process.env.CORPUS === 'all';
/** Items a test of this file goes through. */
const SHARD = 60;
/** Every so many items are answered, forwarded and printed as well; where there is time, each. */
const EACH = Number(process.env.CORPUS_EACH ?? (ALL ? 1 : 10));
/** Items to leave out at the beginning, to go on with a run that was cut short. */
const FROM = Number(process.env.CORPUS_FROM ?? 0);

const items = chosenItems(ALL).slice(FROM);
const shards = Array.from({ length: Math.ceil(items.length / SHARD) }, (_, n) => ({
	items: items.slice(n * SHARD, (n + 1) * SHARD),
	from: n * SHARD + 1,
	to: Math.min(items.length, (n + 1) * SHARD)
}));

let filled: FilledAccount;
beforeAll(async () => {
	filled = await fillAccount(inject('mailServer'), items);
}, 300_000);

test('each item is looked at for all that it must not do, or says why not', () => {
	expect(unlooked(items)).toEqual([]);
});

describe.each<BrowserName>(['Chromium', 'Firefox'])('hostile bodies in %s', (name) => {
	let crew: Crew;
	const visits: Visit[] = [];

	beforeAll(async () => {
		const { account, harmless } = filled;
		crew = await Crew.open({ mail: inject('mailServer'), account, harmless, name });
	}, 120_000);
	afterAll(() => crew.end());

	test.each(shards)(`items $from to $to of ${items.length}`, async ({ items: some }) => {
		const done = await crew.visitAll(some, filled.uids, (_, n) => ({ full: n % EACH === 0 }));
		visits.push(...done);
		// Kept as it goes, so that a run that is cut short has something to tell.
		keep(name.toLowerCase(), {
			browser: crew.version,
			date: new Date().toISOString(),
			chosen: items.length,
			each: EACH,
			visits
		});
		const seconds = Math.round(done.reduce((sum, { ms }) => sum + ms, 0) / 1000);
		console.log(`${name}: ${visits.length} of ${items.length}, ${seconds} s of visits`);
		const bad = done.flatMap(({ id, hits, missing }) => [
			...hits.filter((hit) => !isExempt(id, hit)).map(({ code, what }) => `${id}: ${code}: ${what}`),
			...missing.map((text) => `${id}: does not show “${text}”`)
		]);
		expect(bad).toEqual([]);
	});
});
