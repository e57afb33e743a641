/** What a new main password must be; the page and the server ask the same. */

/** Least score of zxcvbn: 0 is guessed at once, 3 holds out against a stolen hash (“safely unguessable”). */
export const LEAST_SCORE = 3;

/** Characters. A shorter one of random signs may have the score, and is still guessed from a stolen hash. */
export const SHORTEST_PASSWORD = 10;

/** Characters. Longer ones are refused, not cut. */
export const LONGEST_PASSWORD = 256;

/** Characters that are judged; what follows can only make it stronger, and judging must stay quick. */
export const JUDGED_LENGTH = 48;

/** May it be judged at all? Control characters cannot be typed, and protocols end lines at some. */
export function hasRightForm(password: string): boolean {
	const { length } = password;
	return length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD && !/\p{Cc}/u.test(password);
}

/** Words that whoever guesses at this account tries first. */
export function wordsNear(address: string): string[] {
	return [...new Set(['postern', 'webmail', address, ...address.toLowerCase().split(/[@._+-]/)])].filter(
		(word) => word.length > 2
	);
}
