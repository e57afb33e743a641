import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Geometry } from '$lib/client/geometry';

describe('where rows stand', () => {
	test('day lines push down what is below them', () => {
		const geometry = new Geometry(100, 60, [0, 3], 32);
		expect(geometry.start(0)).toBe(0);
		expect(geometry.top(0)).toBe(32);
		expect(geometry.start(3)).toBe(3 * 60 + 32);
		expect(geometry.top(3)).toBe(3 * 60 + 64);
		expect(geometry.height).toBe(6064);
	});

	test('the row at a height is the one whose block holds it', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 5000 }),
				fc.uniqueArray(fc.nat(4999), { maxLength: 40 }),
				fc.nat(),
				(count, marks, pick) => {
					const lines = marks.filter((mark) => mark < count).sort((a, b) => a - b);
					const geometry = new Geometry(count, 36, lines);
					const index = pick % count;
					expect(geometry.at(geometry.start(index))).toBe(index);
					expect(geometry.at(geometry.top(index) + 35)).toBe(index);
				}
			)
		);
	});

	test('a list higher than browsers allow is scrolled in proportion, to its very end', () => {
		const geometry = new Geometry(1_000_000, 60);
		const view = 800;
		expect(geometry.physical).toBeLessThan(17_000_000);
		const end = geometry.fromScroll(geometry.physical - view, view);
		expect(end).toBeCloseTo(geometry.height - view, 0);
		expect(geometry.toScroll(end, view)).toBeCloseTo(geometry.physical - view, 0);
	});
});
