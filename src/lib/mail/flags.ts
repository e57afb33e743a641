import type { FlagName } from './action.ts';
import type { Flags } from './summary.ts';

/** IMAP names of the flags a person sets. `$Forwarded` is a keyword (RFC 5788 registry). */
export const FLAG_ATOMS: Readonly<Record<FlagName, string>> = {
	seen: '\\Seen',
	flagged: '\\Flagged',
	answered: '\\Answered',
	forwarded: '$Forwarded'
};

/** Flags as the server lists them, names in any case (RFC 9051 §2.3.2), as ours. */
export function parseFlags(atoms: readonly string[]): Flags {
	const set = new Set(atoms.map((atom) => atom.toLowerCase()));
	return {
		seen: set.has('\\seen'),
		flagged: set.has('\\flagged'),
		answered: set.has('\\answered'),
		forwarded: set.has('$forwarded'),
		draft: set.has('\\draft')
	};
}
