import type { AnswerTable } from './answers';
import type { AttachmentTable } from './attachments';
import type { DraftTable } from './drafts';
import type { FactorOwnerTable, RecoveryCodeTable } from './factors';
import type { HalfSessionTable } from './half-sessions';
import type { SecurityKeyTable, SpentChallengeTable } from './security-keys';
import type { PolicyTable } from './policy';
import type { SecurityEventTable } from './security-events';
import type { TrustedBrowserTable } from './trusted-browsers';
import type { LeftListTable } from './left-lists';
import type { OutboxTable } from './outbox';
import type { SenderMessageTable } from './passports';
import type { SenderTable } from './senders';
import type { SessionTable } from './sessions';
import type { SettingsTable } from './settings';

/** Every table, each typed in the file that owns it. */
export interface Schema {
	session: SessionTable;
	sender: SenderTable;
	sender_message: SenderMessageTable;
	settings: SettingsTable;
	draft: DraftTable;
	attachment: AttachmentTable;
	outbox: OutboxTable;
	answer: AnswerTable;
	left_list: LeftListTable;
	half_session: HalfSessionTable;
	factor_owner: FactorOwnerTable;
	security_key: SecurityKeyTable;
	recovery_code: RecoveryCodeTable;
	spent_challenge: SpentChallengeTable;
	trusted_browser: TrustedBrowserTable;
	security_event: SecurityEventTable;
	policy: PolicyTable;
}
