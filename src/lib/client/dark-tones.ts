import { over, printColour, readColour, toLch, type Rgba } from './dark-colour';
import { apart, darkGround, darkLine, darkText, vanishes, type Ground } from './dark-map';
import type { Look } from './dark-look';

/** Colours a computed style prints, inside a gradient or a shadow too. */
const COLOURS = /(?:rgba?|(?:ok)?l(?:ab|ch)|color)\([^()]*\)/gi;
const SIDES = ['top', 'right', 'bottom', 'left'] as const;

/** Turns what elements look like into declarations for the dark, each kind of look once. */
export class Tones {
	readonly #sheet: number;
	readonly #base: number;
	readonly #colours = new Map<string, Rgba | null>();
	readonly #grounds = new Map<string, Ground>();
	readonly #made = new Map<string, string>();
	/** The paper under the whole message. */
	readonly paper: Ground;

	/** `sheet`: what the message lies on as sent; `base`: the paper of the page in the dark. */
	constructor(sheet: Rgba, base: Rgba) {
		this.#sheet = toLch(sheet).l;
		this.#base = toLch(base).l;
		this.paper = { id: 0, sent: [sheet], drawn: [base] };
	}

	read(value: string): Rgba | null {
		let found = this.#colours.get(value);
		if (found === undefined) this.#colours.set(value, (found = readColour(value)));
		return found;
	}

	#all(values: readonly string[]): Rgba[] {
		return values.map((value) => this.read(value)).filter((colour) => colour !== null);
	}

	/** The ground that an element makes over the one it lies on. `words` stand on it. */
	ground(look: Look, below: Ground, words: readonly string[]): Ground {
		const key = `${below.id}|${look.back}|${look.image}|${words.join()}`;
		const known = this.#grounds.get(key);
		if (known) return known;
		const made = this.#makeGround(look, below, words);
		this.#grounds.set(key, made);
		return made;
	}

	#makeGround({ back, image }: Look, below: Ground, words: readonly string[]): Ground {
		const stands = this.#all(words);
		const stops = this.#all(image.match(COLOURS) ?? []);
		const own = this.read(back);
		const all = stops.length > 0 ? stops : own && own[3] > 0 ? [own] : [];
		if (all.length === 0) return below;
		const sent = all.map((one) => over(one, below.sent[0]!));
		// What is only the paper again lets the paper through.
		if (below === this.paper && sent.every((one) => same(one, below.sent[0]!))) return below;
		const drawn = sent.map((one) => apart(one, darkGround(one, this.#sheet, this.#base, stands), below));
		return { id: this.#grounds.size + 1, sent, drawn };
	}

	/** Declarations for an element that stands on `below` and makes `own`, or is made of nothing. */
	style(look: Look, below: Ground, own: Ground): string {
		const key = [
			below.id,
			own.id,
			look.color,
			look.back,
			look.image,
			look.lines,
			look.shadow,
			look.opacity
		].join('|');
		const known = this.#made.get(key);
		if (known !== undefined) return known;
		const style = [
			this.#back(look, below, own),
			this.#words(look, own),
			this.#lines(look, below),
			this.#shadows(look)
		]
			.filter(Boolean)
			.join('');
		this.#made.set(key, style);
		return style;
	}

	#back({ back, image, clipped }: Look, below: Ground, own: Ground): string {
		const plain = this.read(back);
		let out = '';
		if (plain && plain[3] > 0)
			out += put('background-color', own === below || image ? 'transparent' : printColour(own.drawn[0]!));
		if (image) {
			const drawn = image.replace(COLOURS, (stop) => {
				const colour = this.read(stop);
				if (!colour) return stop;
				if (clipped) return printColour(darkText(colour, below));
				if (colour[3] === 0) return 'transparent';
				return printColour(darkGround(over(colour, below.sent[0]!), this.#sheet, this.#base));
			});
			out += put('background-image', drawn);
		}
		return out;
	}

	#words({ color, opacity, clipped }: Look, own: Ground): string {
		const sent = color && !clipped ? this.read(color) : null;
		if (!sent || sent[3] === 0) return '';
		return put('color', printColour(darkText(sent, own, opacity)));
	}

	#lines({ lines }: Look, below: Ground): string {
		return (lines?.split('|') ?? [])
			.map((value, i) => {
				const sent = value ? this.read(value) : null;
				return sent && sent[3] > 0 ? put(`border-${SIDES[i]}-color`, printColour(darkLine(sent, below))) : '';
			})
			.join('');
	}

	/** A light halo around words is what made them stand off a light paper. */
	#shadows({ shadow }: Look): string {
		return shadow ? put('text-shadow', 'none') : '';
	}

	/** Whether a picture of these colours needs a light plate on this ground. */
	needsPlate(colours: readonly Rgba[], ground: Ground): boolean {
		return colours.filter((colour) => vanishes(colour, ground)).length > colours.length * 0.15;
	}
}

const put = (name: string, value: string): string => `${name}:${value}!important;`;
const same = (a: Rgba, b: Rgba): boolean => [0, 1, 2].every((i) => Math.abs(a[i]! - b[i]!) < 0.004);
