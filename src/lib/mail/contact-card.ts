/** One way to reach somebody, with what its card calls it (`work`, `home`). */
export interface Reach {
	readonly value: string;
	readonly label: string;
}

/** One person of a vCard file. All of it is a stranger's text. The picture is left out. */
export interface ContactCard {
	readonly name: string;
	readonly organisation: string;
	readonly title: string;
	/** Only what can be an address. */
	readonly addresses: readonly Reach[];
	readonly phones: readonly Reach[];
	/** Postal addresses. */
	readonly places: readonly Reach[];
	/** `https:` alone. */
	readonly sites: readonly string[];
	readonly birthday: string;
	readonly note: string;
}

/** The cards of one file, as `GET …/parts/{part}/contacts` answers. */
export interface ContactCards {
	/** The first of them. */
	readonly cards: readonly ContactCard[];
	readonly count: number;
	/** Something was cut at a limit. */
	readonly shortened: boolean;
}
