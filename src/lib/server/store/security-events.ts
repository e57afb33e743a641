import type { Generated } from 'kysely';

/** One line of the history of an account. */
export interface SecurityEventTable {
	id: Generated<number>;
	address: string;
	/** Epoch milliseconds. */
	at: number;
	kind: string;
	/** JSON object of strings and numbers, by kind. */
	detail: string;
	agent: string;
	client: string;
	/** Whose session did it: the owner's address, an administrator's, or `operator` for the command line. */
	actor: string;
}
