import type { Ways } from './factor';

/** Somebody who has signed in here, as an administrator sees them. Times in epoch milliseconds. */
export interface Person {
	readonly address: string;
	readonly admin: boolean;
	readonly ways: Ways;
	/** Null: not since this is written down. */
	readonly lastSignIn: number | null;
	/** Browsers in which they are signed in. */
	readonly stays: number;
	/** Until when a person who must have a factor, and has none, may do without; null: nothing is asked. */
	readonly until: number | null;
}

/** How many there are, and what guards them. */
export interface Tally {
	readonly people: number;
	/** With a second factor. */
	readonly guarded: number;
}
