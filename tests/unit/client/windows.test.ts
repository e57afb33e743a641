import { describe, expect, test } from 'vitest';
import { Windows } from '$lib/client/windows';
import type { Uid } from '$lib/mail/ids';
import type { Summary } from '$lib/mail/summary';

const row = (uid: number): Summary => ({
	uid: uid as Uid,
	from: [],
	to: [],
	subject: `subject ${uid}`,
	snippet: '',
	date: 0,
	received: 0,
	flags: { seen: false, flagged: false, answered: false, forwarded: false, draft: false },
	attachment: false,
	messageId: ''
});
const rows = (from: number, count: number): Summary[] =>
	Array.from({ length: count }, (_, at) => row(from + at));
const set = (...uids: number[]): ReadonlySet<Uid> => new Set(uids as Uid[]);

describe('windows of a list', () => {
	test('a stretch is found by index and by message', () => {
		const windows = new Windows(100).put(50, rows(500, 10));
		expect(windows.at(50)?.uid).toBe(500);
		expect(windows.at(49)).toBeUndefined();
		expect(windows.indexOf(509 as Uid)).toBe(59);
		expect(windows.indexOf(1 as Uid)).toBe(-1);
	});

	test('stretches that touch become one, newer ones win where they overlap', () => {
		const windows = new Windows(100).put(0, rows(1, 50)).put(50, rows(51, 50)).put(10, rows(201, 5));
		expect(windows.known).toBe(100);
		expect(windows.at(12)?.uid).toBe(203);
		expect(windows.at(15)?.uid).toBe(16);
	});

	test('a message that moved is not shown twice', () => {
		const windows = new Windows(10).put(0, rows(1, 5)).put(5, [row(3), row(9)]);
		expect([...windows.entries()].filter(([, { uid }]) => (uid as number) === 3)).toHaveLength(1);
		expect(windows.missing(0, 5, 5)).toEqual([{ from: 0, count: 5 }]);
	});

	test('taking rows out moves the rest up, across gaps too', () => {
		const windows = new Windows(100).put(0, rows(1, 10)).put(60, rows(61, 10)).without(set(2, 5));
		expect(windows.total).toBe(98);
		expect(windows.at(1)?.uid).toBe(3);
		expect(windows.at(58)?.uid).toBe(61);
	});

	test('what is missing is asked for in whole pages, inside the list', () => {
		const windows = new Windows(120).put(50, rows(51, 50));
		expect(windows.missing(40, 120, 50)).toEqual([
			{ from: 0, count: 50 },
			{ from: 100, count: 20 }
		]);
	});

	test('far rows are forgotten, near ones stay', () => {
		let windows = new Windows(20_000);
		for (let from = 0; from < 10_000; from += 50) windows = windows.put(from, rows(from + 1, 50));
		const near = windows.near(9_000);
		expect(near.at(9_000)?.uid).toBe(9_001);
		expect(near.at(100)).toBeUndefined();
		expect(near.known).toBeLessThanOrEqual(5_000);
	});

	test('each step leaves the one before as it was', () => {
		const before = new Windows(3).put(0, rows(1, 3));
		before.without(set(1));
		before.patch(set(2), (each) => ({ ...each, subject: 'changed' }));
		expect(before.at(0)?.uid).toBe(1);
		expect(before.at(1)?.subject).toBe('subject 2');
	});
});
