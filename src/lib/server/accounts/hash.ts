import { hash, type Options } from '@node-rs/argon2';

/**
 * 19 MiB and two passes, the least that OWASP asks of ARGON2ID: about 20 ms of the mail server at each sign-in of a
 * program, and far below the 256 MB that one of Dovecot's processes may use.
 */
const ARGON2ID: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A main password as Dovecot stores it, the scheme before it. Takes some tens of milliseconds of another thread. */
export async function hashPassword(password: string): Promise<string> {
	return `{ARGON2ID}${await hash(password, ARGON2ID)}`;
}
