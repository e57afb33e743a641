/** Colours as numbers: reading what a computed style prints, OKLCH, contrast. Pure. */

/** sRGB, each 0 to 1. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** OKLCH: lightness 0 to 1, chroma 0 to about 0.37, hue in degrees. */
export interface Lch {
	readonly l: number;
	readonly c: number;
	readonly h: number;
}

const clamp = (value: number, low = 0, high = 1): number => Math.min(high, Math.max(low, value));
const linear = (value: number): number =>
	value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const gamma = (value: number): number =>
	value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;

/** What OKLab says of linear light. */
function labOfLinear(r: number, g: number, b: number): [number, number, number] {
	const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
	return [
		0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
		1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
		0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
	];
}

function linearOfLab(lightness: number, a: number, b: number): [number, number, number] {
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
	return [
		4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
		-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
		-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s
	];
}

/** A colour as OKLCH; its alpha does not count. */
export function toLch([r, g, b]: Rgba): Lch {
	const [l, x, y] = labOfLinear(linear(r), linear(g), linear(b));
	return { l, c: Math.hypot(x, y), h: ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360 };
}

/** The colour of this lightness and hue with as much of its chroma as a screen can show. */
export function fromLch({ l, c, h }: Lch): Rgba {
	const x = Math.cos((h * Math.PI) / 180);
	const y = Math.sin((h * Math.PI) / 180);
	const at = (chroma: number) => linearOfLab(clamp(l), chroma * x, chroma * y);
	const shown = (all: readonly number[]): boolean => all.every((one) => one >= -0.0005 && one <= 1.0005);
	let found = at(c);
	if (!shown(found)) {
		let [low, high] = [0, c];
		for (let step = 0; step < 14; step++) {
			const middle = (low + high) / 2;
			if (shown(at(middle))) low = middle;
			else high = middle;
		}
		found = at(low);
	}
	const [r, g, b] = found.map((one) => clamp(gamma(clamp(one))));
	return [r!, g!, b!, 1];
}

/** What is seen when `top` lies over an opaque `ground`. */
export function over(top: Rgba, ground: Rgba): Rgba {
	const mix = (i: 0 | 1 | 2): number => top[i] * top[3] + ground[i] * (1 - top[3]);
	return top[3] >= 1 ? top : [mix(0), mix(1), mix(2), 1];
}

/** Relative luminance as WCAG 2.2 counts it. */
function luminance([r, g, b]: Rgba): number {
	return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Contrast of two opaque colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: Rgba, other: Rgba): number {
	const [a, b] = [luminance(one), luminance(other)];
	return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** As a style takes it, in whole steps of 8 bits. */
export function printColour([r, g, b, alpha]: Rgba): string {
	const [x, y, z] = [r, g, b].map((one) => Math.round(clamp(one) * 255));
	return alpha >= 1 ? `rgb(${x} ${y} ${z})` : `rgb(${x} ${y} ${z} / ${Number(clamp(alpha).toFixed(3))})`;
}

const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?|none/gi;

/** Reads a colour as a computed style prints it, or null for what is none. */
export function readColour(text: string): Rgba | null {
	const called = /^([a-z]+)\(\s*([a-z][\w-]*)?\s*([^()]*)\)$/i.exec(text.trim());
	if (!called) return text.trim() === 'transparent' ? [0, 0, 0, 0] : null;
	const [, name = '', space = '', rest = ''] = called;
	const parts = rest.match(NUMBER) ?? [];
	if (parts.length < 3) return null;
	const value = (i: number, whole = 1): number => {
		const part = parts[i] ?? 'none';
		if (part === 'none') return 0;
		return part.endsWith('%') ? (Number.parseFloat(part) / 100) * whole : Number(part);
	};
	const alpha = parts.length > 3 ? clamp(value(3)) : 1;
	const of = (r: number, g: number, b: number): Rgba => [clamp(r), clamp(g), clamp(b), alpha];
	const light = (all: readonly number[]): Rgba =>
		of(...(all.map((x) => gamma(clamp(x))) as [number, number, number]));
	const polar = (c: number, h: number): [number, number] => [
		c * Math.cos((h * Math.PI) / 180),
		c * Math.sin((h * Math.PI) / 180)
	];
	switch (name.toLowerCase()) {
		case 'rgb':
		case 'rgba':
			return of(value(0, 255) / 255, value(1, 255) / 255, value(2, 255) / 255);
		case 'oklab':
			return light(linearOfLab(value(0), value(1, 0.4), value(2, 0.4)));
		case 'oklch':
			return light(linearOfLab(value(0), ...polar(value(1, 0.4), value(2))));
		// Near enough for a paper or a word: the two spaces are of one make.
		case 'lab':
			return light(linearOfLab(value(0, 100) / 100, value(1, 125) / 320, value(2, 125) / 320));
		case 'lch':
			return light(linearOfLab(value(0, 100) / 100, ...polar(value(1, 150) / 320, value(2))));
		case 'color':
			return /linear|xyz/.test(space)
				? light([value(0), value(1), value(2)])
				: of(value(0), value(1), value(2));
	}
	return null;
}
