import { parseAddressList, printAddress } from '$lib/mail/typed-addresses';

/** One recipient that has been read, as a chip shows it. */
export interface Chip {
	/** As it is written into the draft: `"Brandt, Ada" <ada@demo.test>`. */
	readonly text: string;
	readonly label: string;
	readonly address: string;
}

/** One recipient field: chips for what is understood, text for what is being typed. */
export class Recipients {
	chips = $state.raw<readonly Chip[]>([]);
	pending = $state('');

	constructor(text = '') {
		this.set(text);
	}

	/** The whole field as one list. */
	get text(): string {
		return [
			...this.chips.map(({ text }) => text),
			...(this.pending.trim() ? [this.pending.trim()] : [])
		].join(', ');
	}

	get empty(): boolean {
		return this.chips.length === 0 && this.pending.trim() === '';
	}

	/** Fills the field anew. What cannot be read stays text, so that it can be mended. */
	set(text: string): void {
		this.chips = [];
		this.pending = text;
		this.commit();
	}

	/** Turns what can be read of the text into chips; the rest stays. */
	commit(): void {
		const { addresses, mistakes } = parseAddressList(this.pending);
		if (addresses.length === 0) return;
		const there = new Set(this.chips.map(({ address }) => address.toLowerCase()));
		const fresh = addresses
			.filter(({ address }) => !there.has(address.toLowerCase()))
			.map((one) => ({ text: printAddress(one), label: one.name || one.address, address: one.address }));
		this.chips = [...this.chips, ...fresh];
		this.pending = mistakes.join(', ');
	}

	remove(chip: Chip): void {
		this.chips = this.chips.filter((other) => other !== chip);
	}

	/** Takes the last chip back into the text. */
	reopen(): void {
		const last = this.chips.at(-1);
		if (!last) return;
		this.remove(last);
		this.pending = last.text;
	}
}
