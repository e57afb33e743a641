/** Numbers that are the same for the same seed (mulberry32 over an FNV-1a hash). */
export class Random {
	#state: number;

	constructor(seed: string) {
		let hash = 0x811c9dc5;
		for (let index = 0; index < seed.length; index++) {
			hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
		}
		this.#state = hash >>> 0;
	}

	/** From 0 up to, not including, 1. */
	share(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** A whole number from `least` to `most`, both included. */
	between(least: number, most: number): number {
		return least + Math.floor(this.share() * (most - least + 1));
	}

	pick<T>(from: readonly T[]): T {
		const picked = from[Math.floor(this.share() * from.length)];
		if (picked === undefined) throw new RangeError('Nothing to pick from.');
		return picked;
	}

	hex(digits: number): string {
		let out = '';
		while (out.length < digits)
			out += Math.floor(this.share() * 0x10000000)
				.toString(16)
				.padStart(7, '0');
		return out.slice(0, digits);
	}
}
