import type { Action } from '$lib/mail/action';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

/** “3 messages”. */
export function sayCount(count: number): string {
	return m.list_messages({ n: count, count: count.toLocaleString(getLocale()) });
}

/** What was done, as a sentence. `final`: the messages are gone for good. */
export function sayDone(
	action: Action,
	what: string,
	final: boolean,
	nameOf: (path: string) => string
): string {
	switch (action.kind) {
		case 'archive':
			return m.list_archived({ what });
		case 'junk':
			return m.list_junked({ what });
		case 'phishing':
			return m.list_phished({ what });
		case 'not-junk':
			return m.list_unjunked({ what });
		case 'delete':
			return final ? m.list_deleted_for_good({ what }) : m.list_deleted({ what });
		case 'move':
			return m.list_moved({ what, folder: nameOf(action.to) });
		case 'copy':
			return m.list_copied({ what, folder: nameOf(action.to) });
		case 'flag':
			if (action.flag === 'seen')
				return action.on ? m.list_marked_read({ what }) : m.list_marked_unread({ what });
			return action.on ? m.list_flagged({ what }) : m.list_unflagged({ what });
	}
}

/** What a row says while its action waits for the server. */
export function sayWaiting(action: Action): string {
	if (action.kind === 'archive') return m.list_waiting_archive();
	if (action.kind === 'delete') return m.list_waiting_delete();
	return action.kind === 'flag' ? m.list_waiting_change() : m.list_waiting_move();
}
