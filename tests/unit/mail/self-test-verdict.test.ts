import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SelfTestItems } from '../../../src/lib/mail/self-test-items.ts';
import {
	GROUPS,
	count,
	groupOf,
	grouped,
	outcomeOf,
	readRun,
	verdictOf,
	type ItemResult,
	type SelfTestRun,
	type Sighting
} from '../../../src/lib/mail/self-test-verdict.ts';

const file = join(import.meta.dirname, '../../../static/self-test/items.json');
const { items } = JSON.parse(readFileSync(file, 'utf8')) as SelfTestItems;

const sighting = (stopped: boolean): Sighting => ({ code: 'NET', by: 'request', what: 'x', stopped });
const result = (id: string, ...seen: Sighting[]): ItemResult => ({
	id,
	verdict: verdictOf(seen),
	seen,
	ms: 1
});
const run = (change: Partial<SelfTestRun> = {}): SelfTestRun => ({
	format: 1,
	date: '2026-11-25T15:00:00.000Z',
	postern: '0.1.0',
	browser: 'Firefox, Linux',
	agent: 'Mozilla/5.0',
	seconds: 30,
	total: 2,
	cancelled: false,
	blind: [],
	install: [{ name: 'https', standing: 'note', seen: 'http://localhost' }],
	items: [result('a'), result('b')],
	...change
});

describe('a verdict', () => {
	it('is held only where nothing was seen', () => {
		expect(verdictOf([])).toBe('held');
		expect(verdictOf([sighting(true)])).toBe('second');
		expect(verdictOf([sighting(false)])).toBe('broken');
	});

	it('is never made better by what else was seen', () => {
		const order = ['held', 'second', 'broken'];
		const seen = fc.array(fc.boolean().map(sighting));
		fc.assert(
			fc.property(seen, seen, (some, more) => {
				const worse = order.indexOf(verdictOf([...some, ...more]));
				expect(worse).toBeGreaterThanOrEqual(order.indexOf(verdictOf(some)));
			})
		);
	});
});

describe('the groups', () => {
	it('hold every item of the corpus once, and none is empty', () => {
		const groups = grouped(items, []);
		expect(groups.map(({ group }) => group)).toEqual(GROUPS);
		expect(groups.flatMap((group) => group.items).length).toBe(items.length);
		expect(groups.every(({ counts }) => counts.held === 0)).toBe(true);
	});

	it('follow what an item is about', () => {
		const of = (title: string) => groupOf(items.find((item) => item.title === title)!);
		expect(of('script')).toBe('script');
		expect(of('video onerror')).toBe('handler');
		expect(of('img src http')).toBe('tracking');
		expect(of('id/name clobbering')).toBe('clobber');
		expect(of('style reaching the application')).toBe('overlay');
		expect(of('href differs from text')).toBe('deception');
		expect(of('autofill in hidden fields')).toBe('form');
		expect(of('css var bomb')).toBe('dos');
		expect(of('plain html')).toBe('render');
	});

	it('count what became of their items', () => {
		const results = items.map(({ id }, n) => (n === 0 ? result(id, sighting(false)) : result(id)));
		const groups = grouped(items, results);
		expect(count(results)).toEqual({ held: items.length - 1, second: 0, broken: 1 });
		expect(groups.reduce((sum, { counts }) => sum + counts.broken, 0)).toBe(1);
	});
});

describe('the outcome of a run', () => {
	it('holds only where every item was run and held, and every check is as it should be', () => {
		expect(outcomeOf(run())).toBe('holds');
		expect(outcomeOf(run({ items: [result('a'), result('b', sighting(true))] }))).toBe('weak');
		expect(outcomeOf(run({ install: [{ name: 'frame-policy', standing: 'bad', seen: '' }] }))).toBe('weak');
		expect(outcomeOf(run({ items: [result('a')] }))).toBe('part');
		expect(outcomeOf(run({ cancelled: true }))).toBe('part');
		expect(outcomeOf(run({ blind: ['request'] }))).toBe('blind');
	});

	it('says first what is worst', () => {
		const broken = [result('a', sighting(false)), result('b', sighting(true))];
		expect(outcomeOf(run({ items: broken, cancelled: true, blind: ['clock'] }))).toBe('broken');
	});
});

describe('a kept run', () => {
	it('is read back as it was, and nothing else is taken for one', () => {
		expect(readRun(JSON.stringify(run()))).toEqual(run());
		for (const odd of [null, '', '{', '7', '{}', '{"format":2,"items":[],"install":[],"blind":[]}'])
			expect(readRun(odd)).toBeNull();
	});
});
