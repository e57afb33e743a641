import type { Draft } from '$lib/mail/draft';
import type { Account } from '$lib/server/account';
import { Problem } from '$lib/server/problem';
import * as attachments from '$lib/server/store/attachments';
import * as drafts from '$lib/server/store/drafts';

/** A draft as the composer shows it. Errors: `draft/missing`. */
export async function openDraft(account: Account, id: string): Promise<Draft> {
	const draft = await drafts.find(account.address, id);
	if (!draft) throw new Problem('draft/missing');
	const files = await attachments.list(id);
	return {
		id,
		revision: draft.revision,
		...draft.content,
		origin: draft.origin,
		attachments: files.map(({ name, type, size }) => ({ name, type, size }))
	};
}
