import { contrast, fromLch, over, toLch, type Rgba } from './dark-colour';

/** What becomes of a colour in the dark: papers become dark, words light, brands stay what they are. Pure. */

/** A ground as it was sent and as it is drawn; several colours where it is a gradient. */
export interface Ground {
	readonly id: number;
	readonly sent: readonly Rgba[];
	readonly drawn: readonly Rgba[];
}

/** Least contrast of words (WCAG 2.2 AA); a little is lost in rounding to 8 bits. */
export const READABLE = 4.5;
const WANTED = READABLE * 1.02;

const smooth = (value: number, from: number, to: number): number => {
	const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
	return t * t * (3 - 2 * t);
};
const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
const mean = (all: readonly Rgba[]): number =>
	all.reduce((sum, one) => sum + toLch(one).l, 0) / Math.max(1, all.length);
const least = (text: Rgba, grounds: readonly Rgba[]): number =>
	Math.min(...grounds.map((ground) => contrast(text, ground)));

/** How much a colour is a colour, 0 for papers and their tints, 1 for a brand's. */
const strength = (c: number): number => smooth(c, 0.05, 0.12);

/** Lightness of a paper in the dark: what differs from the sheet it lies on is nearer, and so lighter. */
function paperLightness(l: number, sheet: number, base: number): number {
	if (l < 0.45) return Math.max(0.11, l);
	if (l >= sheet) return base + 0.055 * Math.min(1, (l - sheet) / 0.05);
	return base + (0.45 - base) * Math.min(1, (sheet - l) / Math.max(0.1, sheet - 0.45)) ** 0.8;
}

/**
 * A background in the dark. `sheet` is the lightness (OKLCH) of the paper the whole message lies on, `base` that of
 * the paper it gets; `words` are colours that stand on it, which a kept ground makes room for.
 */
export function darkGround(sent: Rgba, sheet: number, base: number, words: readonly Rgba[] = []): Rgba {
	const { l, c, h } = toLch(sent);
	const own = strength(c);
	const bright = l <= 0.62 ? l : 0.62 + (l - 0.62) * 0.5;
	const lightness = mix(paperLightness(l, sheet, base), Math.max(0.2, bright), own);
	// What is paper takes the reader's own warm grey.
	const grey = c < 0.004;
	const drawn = { l: lightness, c: grey ? 0.004 : mix(Math.min(c, 0.05), c, own), h: grey ? 65 : h };
	if (own < 0.5 || lightness < 0.3) return fromLch(drawn);
	const light = words.filter((word) => toLch(word).l > 0.85 && contrast(word, sent) > 1.8);
	for (let darker = drawn.l; light.length > 0 && darker > drawn.l - 0.2; darker -= 0.01) {
		const ground = fromLch({ ...drawn, l: darker });
		if (light.every((word) => contrast(word, ground) >= WANTED)) return ground;
	}
	return fromLch(drawn);
}

/** Moves the lightness of a word, no further than it takes to be read on all of `grounds`. */
function readable(text: Rgba, grounds: readonly Rgba[], opacity: number): Rgba {
	const seen = (one: Rgba): number =>
		Math.min(...grounds.map((ground) => contrast(over([one[0], one[1], one[2], opacity], ground), ground)));
	if (seen(text) >= WANTED) return text;
	const { l, c, h } = toLch(text);
	const toward = (end: number): Rgba | null => {
		if (seen(fromLch({ l: end, c: 0, h })) < WANTED) return null;
		let [bad, good] = [l, end];
		for (let step = 0; step < 12; step++) {
			const middle = (bad + good) / 2;
			if (seen(fromLch({ l: middle, c, h })) >= WANTED) good = middle;
			else bad = middle;
		}
		return fromLch({ l: good, c, h });
	};
	const [light, dark] = [toward(1), toward(0)];
	if (light && dark) return Math.abs(toLch(light).l - l) <= Math.abs(toLch(dark).l - l) ? light : dark;
	if (light ?? dark) return (light ?? dark)!;
	const [white, black]: [Rgba, Rgba] = [
		[1, 1, 1, 1],
		[0, 0, 0, 1]
	];
	return seen(white) >= seen(black) ? white : black;
}

/** A word in the dark, readable on its ground. `opacity` is what the elements around it let through, 0 to 1. */
export function darkText(sent: Rgba, ground: Ground, opacity = 1): Rgba {
	const under = ground.sent[0] ?? ([1, 1, 1, 1] as Rgba);
	const text = over(sent, under);
	const { l, c, h } = toLch(text);
	const turned = mean(ground.sent) > 0.55 && mean(ground.drawn) < mean(ground.sent) - 0.15;
	const grey = c < 0.004;
	const drawn =
		turned && l < 0.8 ? fromLch({ l: 0.93 - 0.47 * l, c: grey ? 0.005 : c, h: grey ? 90 : h }) : text;
	return readable(drawn, ground.drawn, opacity);
}

/** A line in the dark: as far from its ground as it was, softened. */
export function darkLine(sent: Rgba, ground: Ground): Rgba {
	const from = mean(ground.sent);
	const to = mean(ground.drawn);
	const line = over(sent, ground.sent[0] ?? ([1, 1, 1, 1] as Rgba));
	if (Math.abs(from - to) < 0.1) return line;
	const { l, c, h } = toLch(line);
	const own = strength(c);
	const apart = Math.abs(l - from);
	const soft = to + 0.46 * apart ** 0.85;
	return fromLch({
		l: mix(soft, Math.min(0.72, Math.max(0.42, l)), own),
		c: mix(Math.min(c, 0.04), c, own),
		h
	});
}

/** Two grounds that were told apart as sent and would not be as drawn: `drawn` is moved away a little. */
export function apart(sent: Rgba, drawn: Rgba, below: Ground): Rgba {
	const one = toLch(drawn);
	const before = Math.abs(toLch(sent).l - mean(below.sent));
	if (before < 0.012 || one.l > 0.5 || Math.abs(one.l - mean(below.drawn)) >= 0.014) return drawn;
	return fromLch({ ...one, l: one.l + 0.028 });
}

/** True when a picture of this colour would not be seen on the ground as drawn, but was on it as sent. */
export function vanishes(colour: Rgba, ground: Ground): boolean {
	return least(colour, ground.drawn) < 2 && least(colour, ground.sent) >= 2;
}
