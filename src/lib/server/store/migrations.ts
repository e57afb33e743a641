import type { Migration } from 'kysely/migration';
import * as sessions from './migrations/001-sessions';

/** In order; a name that was ever released stays. */
export const migrations: Record<string, Migration> = {
	'001-sessions': sessions
};
