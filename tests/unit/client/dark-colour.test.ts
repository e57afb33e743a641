import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, fromLch, over, printColour, readColour, toLch, type Rgba } from '$lib/client/dark-colour';
import { READABLE, darkGround, darkLine, darkText, type Ground } from '$lib/client/dark-map';

const PAPER = readColour('oklch(0.213 0.004 65)')!;
const WHITE: Rgba = [1, 1, 1, 1];
const byte = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(byte, byte, byte).map(([r, g, b]): Rgba => [r / 255, g / 255, b / 255, 1]);
/** As it reaches the screen. */
const rounded = (one: Rgba): Rgba => readColour(printColour(one))!;
const hex = (text: string): Rgba =>
	[1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16) / 255).concat(1) as unknown as Rgba;
const ground = (...sent: Rgba[]): Ground => ({
	id: 1,
	sent,
	drawn: sent.map((one) => rounded(darkGround(one, 1, toLch(PAPER).l)))
});
const turn = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180);

describe('a colour as a computed style prints it', () => {
	test.each([
		['rgb(255, 0, 51)', [1, 0, 0.2, 1]],
		['rgba(0, 0, 0, 0.5)', [0, 0, 0, 0.5]],
		['transparent', [0, 0, 0, 0]],
		['color(srgb 0.5 0.25 1 / 0.2)', [0.5, 0.25, 1, 0.2]],
		['oklch(1 0 0)', [1, 1, 1, 1]],
		['oklab(0 0 0)', [0, 0, 0, 1]],
		['lab(100 0 0)', [1, 1, 1, 1]]
	])('%s', (text, wanted) => {
		readColour(text)!.forEach((part, i) => expect(part).toBeCloseTo(wanted[i]!, 2));
	});

	test.each(['', 'none', 'url("x")', 'rgb(1)', 'currentcolor', 'a'.repeat(10_000), '('.repeat(10_000)])(
		'is none: %.20s',
		(text) => expect(readColour(text)).toBeNull()
	);

	test('survives OKLCH and back', () => {
		fc.assert(
			fc.property(colour, (one) => {
				fromLch(toLch(one)).forEach((part, i) => expect(part).toBeCloseTo(one[i]!, 2));
			})
		);
	});
});

describe('in the dark', () => {
	test('every word is readable on every paper, also through half-clear elements and on gradients', () => {
		fc.assert(
			fc.property(
				colour,
				colour,
				colour,
				fc.double({ min: 0.9, max: 1, noNaN: true }),
				(text, one, other, clear) => {
					const single = ground(one);
					const seen = rounded(darkText(text, single, 1));
					expect(contrast(seen, single.drawn[0]!)).toBeGreaterThanOrEqual(READABLE);
					const faded = rounded(darkText(text, ground(WHITE), clear));
					const shown = over([faded[0], faded[1], faded[2], clear], ground(WHITE).drawn[0]!);
					expect(contrast(shown, ground(WHITE).drawn[0]!)).toBeGreaterThanOrEqual(READABLE);
					// Where two colours leave room for one readable word, it is found.
					const both = ground(one, other);
					const best = Math.max(
						...[WHITE, [0, 0, 0, 1] as Rgba].map((end) =>
							Math.min(...both.drawn.map((under) => contrast(end, under)))
						)
					);
					const least = Math.min(
						...both.drawn.map((under) => contrast(rounded(darkText(text, both)), under))
					);
					expect(least).toBeGreaterThanOrEqual(Math.min(READABLE, best - 0.05));
				}
			),
			{ numRuns: 400 }
		);
	});

	test('hue is kept, of words and of grounds', () => {
		fc.assert(
			fc.property(colour, (one) => {
				fc.pre(toLch(one).c > 0.06);
				for (const drawn of [darkText(one, ground(WHITE)), darkGround(one, 1, 0.213)]) {
					const { c, h } = toLch(drawn);
					// Near black, white and grey a hue is lost on the way to 8 bits.
					if (c > 0.04) expect(turn(h, toLch(one).h)).toBeLessThan(6);
				}
			})
		);
	});

	test('papers become dark, brands stay', () => {
		for (const paper of ['#ffffff', '#eef0f2', '#f4f6f8', '#fff8e1', '#e8f4fd', '#dddddd'])
			expect(toLch(darkGround(hex(paper), 1, 0.213)).l).toBeLessThan(0.36);
		for (const brand of ['#7a3e1d', '#0b3d6b', '#14524d', '#d93025', '#1a73e8', '#ff6600', '#ffd400']) {
			const [before, after] = [toLch(hex(brand)), toLch(darkGround(hex(brand), 1, 0.213))];
			expect(Math.abs(before.l - after.l)).toBeLessThan(0.15);
			expect(after.c).toBeGreaterThan(before.c * 0.8);
		}
	});

	test('a brand under white words makes room for them', () => {
		const orange = darkGround(hex('#ff6600'), 1, 0.213, [WHITE]);
		expect(contrast(rounded(orange), WHITE)).toBeGreaterThanOrEqual(READABLE);
		expect(turn(toLch(orange).h, toLch(hex('#ff6600')).h)).toBeLessThan(6);
	});

	test('what lies on a sheet is told apart from it, on either side', () => {
		const sheet = toLch(hex('#eef0f2')).l;
		const [card, canvas, zebra] = ['#ffffff', '#eef0f2', '#d8dce0'].map(
			(one) => toLch(darkGround(hex(one), sheet, 0.213)).l
		);
		expect(card! - canvas!).toBeGreaterThan(0.02);
		expect(zebra! - canvas!).toBeGreaterThan(0.03);
	});

	test('lines are softer than words and seen', () => {
		const white = ground(WHITE);
		const line = darkLine(hex('#dddddd'), white);
		expect(toLch(line).l).toBeGreaterThan(0.25);
		expect(toLch(line).l).toBeLessThan(0.45);
		expect(toLch(darkLine(hex('#000000'), white)).l).toBeLessThan(0.75);
	});
});
