/** Most keys of one account. */
export const MOST_KEYS = 20;

/** Longest name of a key, characters. */
export const LONGEST_NAME = 64;

/**
 * What a key does when its owner signs in. `alone`: it is the only step. `unlocks`: so too, with the mail password
 * that is wrapped under what it alone can compute. `second`: it comes after the password. `blocked`: nothing.
 */
export type KeyPower = 'alone' | 'unlocks' | 'second' | 'blocked';

/** A security key or passkey as its owner sees it. Times in epoch milliseconds. */
export interface KeyView {
	/** Credential id, base64url. */
	readonly id: string;
	readonly name: string;
	/** How it is reached: `usb`, `nfc`, `ble`, `internal`, `hybrid`, `smart-card`; empty: it did not say. */
	readonly transports: readonly string[];
	/** It is kept by an account elsewhere and may be on several devices. */
	readonly synced: boolean;
	readonly power: KeyPower;
	/** It could unlock the mailbox alone, if its owner wants it to. */
	readonly couldUnlock: boolean;
	readonly created: number;
	readonly used: number | null;
	/** Network address of the last use. */
	readonly usedFrom: string | null;
}

/** What comes back when a key was added. `codes`: recovery codes that came with the first factor, shown once. */
export interface KeyAdded {
	readonly key: KeyView;
	readonly codes: readonly string[] | null;
}

/** Control, line and direction characters: a name must not look like another one. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** A name as it may be kept, or null. */
export function keyName(value: unknown): string | null {
	if (typeof value !== 'string') return null;
	const name = value.trim();
	const length = [...name].length;
	return length > 0 && length <= LONGEST_NAME && !UNSEEN.test(name) ? name : null;
}
