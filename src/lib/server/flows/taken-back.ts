import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';

/**
 * Takes back what was written and did not hold. Where that fails too, nobody may be told that nothing was changed.
 * Errors: `internal`.
 */
export async function takenBack(job: () => unknown): Promise<void> {
	try {
		await job();
	} catch (cause) {
		log('accounts').error({ err: cause }, 'what was written did not hold, and could not be taken back');
		throw new Problem('internal', { cause });
	}
}
