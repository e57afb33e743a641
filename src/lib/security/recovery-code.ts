/** How a recovery code is written: 80 bits as sixteen letters and digits, none of which looks like another. */

/** Letters of Crockford's base32: no i, l, o, u. */
export const RECOVERY_LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** Codes an account is given at a time. */
export const RECOVERY_CODES = 10;

/** From this many on down the owner is reminded to make new ones. */
export const RECOVERY_FEW = 3;

/** `abcdefghjkmnpqrs` as `abcd-efgh-jkmn-pqrs`. */
export function groupCode(code: string): string {
	return code.replace(/.{4}(?=.)/g, '$&-');
}

/** What was typed as it is kept: in small letters, without what divides groups, look-alikes read as meant; or null. */
export function parseCode(typed: string): string | null {
	const code = typed
		.toLowerCase()
		.replace(/[\s\-–—]/g, '')
		.replace(/o/g, '0')
		.replace(/[il]/g, '1');
	return code.length === 16 && [...code].every((letter) => RECOVERY_LETTERS.includes(letter)) ? code : null;
}
