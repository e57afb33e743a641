import { log } from '$lib/server/log';
import * as attachments from '$lib/server/store/attachments';
import * as drafts from '$lib/server/store/drafts';
import * as outbox from '$lib/server/store/outbox';
import * as spool from '$lib/server/store/spool';

const HOUR = 3_600_000;
let last = 0;

/**
 * Clears what interrupted uploads and drafts nobody goes on with left behind, at most once an hour. A draft whose copy
 * in Drafts is complete goes after a week, one that never got there after a month. A file is only removed when no row names it and it is an hour old, so that none in progress is hit.
 */
export async function sweepSpool(now = Date.now()): Promise<void> {
	if (now - last < HOUR) return;
	last = now;
	try {
		await outbox.sweep(now - 7 * 24 * HOUR);
		for (const { account, id } of await drafts.idle(now - 7 * 24 * HOUR, now - 30 * 24 * HOUR)) {
			await attachments.removeAll(id);
			await drafts.remove(account, id);
		}
		const needed = new Set([...(await attachments.files()), ...(await outbox.files())]);
		const removed = await spool.sweep(needed, now - HOUR);
		if (removed > 0) log('spool').info({ removed }, 'orphaned files removed');
	} catch (error) {
		log('spool').warn({ err: error }, 'spool not swept');
	}
}
