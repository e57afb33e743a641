import type { Selectable } from 'kysely';
import type { Answer } from '$lib/mail/invitation';
import { database } from './database';

/** The last answer of an account to one event, or to one time of a repeating event. */
export interface AnswerTable {
	account: string;
	/** The event's UID. */
	event: string;
	/** Its time as planned, ms, for one of a series; otherwise empty. */
	occurrence: string;
	answer: Answer;
	comment: string;
	/** Version of the event that was answered. */
	sequence: number;
	/** Lower case. */
	organizer: string;
	/** ms since 1970. */
	at: number;
}

export type AnswerRow = Selectable<AnswerTable>;

export async function find(
	account: string,
	event: string,
	occurrence: string
): Promise<AnswerRow | undefined> {
	return database()
		.selectFrom('answer')
		.selectAll()
		.where('account', '=', account)
		.where('event', '=', event)
		.where('occurrence', '=', occurrence)
		.executeTakeFirst();
}

/** Remembers an answer that was sent, in place of an earlier one. */
export async function put(row: AnswerTable): Promise<void> {
	const { answer, comment, sequence, organizer, at } = row;
	await database()
		.insertInto('answer')
		.values(row)
		.onConflict((conflict) =>
			conflict
				.columns(['account', 'event', 'occurrence'])
				.doUpdateSet({ answer, comment, sequence, organizer, at })
		)
		.execute();
}
