import type { Migration } from 'kysely/migration';
import * as sessions from './migrations/001-sessions';
import * as drafts from './migrations/002-drafts';
import * as draftWriter from './migrations/003-draft-writer';
import * as senders from './migrations/004-senders';
import * as answers from './migrations/006-answers';
import * as passports from './migrations/007-passports';
import * as secondFactor from './migrations/008-second-factor';
import * as nextApp from './migrations/009-next-app';

/** In order; a name that was ever released stays. */
export const migrations: Record<string, Migration> = {
	'001-sessions': sessions,
	'002-drafts': drafts,
	'003-draft-writer': draftWriter,
	'004-senders': senders,
	'006-answers': answers,
	'007-passports': passports,
	'008-second-factor': secondFactor,
	'009-next-app': nextApp
};
