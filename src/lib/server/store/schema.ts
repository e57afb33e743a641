import type { AnswerTable } from './answers';
import type { AttachmentTable } from './attachments';
import type { DraftTable } from './drafts';
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
}
