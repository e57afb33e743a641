import type { Account } from '$lib/server/account';
import type { Action, ActionRequest, ActionResult } from '$lib/mail/action';
import { FLAG_ATOMS } from '$lib/mail/flags';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { chunkUids, printUidSet } from '$lib/mail/uid-set';
import { Problem } from '$lib/server/problem';
import * as folders from './folders';
import { withFolder, type OpenFolder } from './pool';
import { atom, set, uids } from './raw';
import { copy, expunge, move, store, type Copied } from './raw-store';
import type { Token } from './wire';

/**
 * What people do to messages, in pieces of a thousand: between two pieces others get their turn, and no piece
 * comes near the pool's time limit. Each piece checks UIDVALIDITY anew (security P7).
 */

const PIECE = 1000;
/** Milliseconds a piece may take: a thousand large messages on a slow disk, and cut short it may be done all the same. */
const STEP_TIMEOUT = 5 * 60_000;

type Step = (open: OpenFolder, messages: string) => Promise<Copied | null>;

/** An action as this account's folders make it: where to, and what to do to each piece. */
interface Plan {
	readonly to: FolderPath | null;
	/** Which messages need it at all, as search keys. */
	readonly needing: Token[];
	readonly step: Step;
	/** Takes back what a step that failed has left on messages that are still here. */
	readonly undo?: Step;
}

/**
 * Does it. When it fails after the first piece, the answer tells what was done and why no more.
 * Errors: `folder/changed`, `folder/missing`, `folder/protected`, `quota/full`, `server/*`.
 */
export async function act(
	account: Account,
	folder: FolderPath,
	request: ActionRequest
): Promise<ActionResult> {
	const plan = await planOf(account, folder, request.action);
	const chosen = await choose(account, folder, request, plan);
	const options = { expectUidValidity: request.uidValidity, timeout: STEP_TIMEOUT };
	let problem: Problem | null = null;
	let done = 0;
	let to: Copied | null = null;
	const toUids: Uid[] = [];
	for (const piece of chunkUids(chosen, PIECE)) {
		const run = (step: Step) =>
			withFolder(account, folder, (open) => step(open, printUidSet(piece)), options);
		try {
			const copied = await run(plan.step);
			if (copied) {
				to = copied;
				toUids.push(...copied.uids);
			}
			done += piece.length;
		} catch (error) {
			if (plan.undo) await run(plan.undo).catch(() => {});
			if (done === 0 || !(error instanceof Problem)) throw error;
			problem = error;
			break;
		} finally {
			folders.forget(account.address);
		}
	}
	return {
		done,
		to: plan.to,
		toUidValidity: to?.uidValidity ?? null,
		toUids: to ? toUids : null,
		...(problem ? { problem: problem.toBody() } : {})
	};
}

/** The messages meant. Without a list of them the server says which there are. */
async function choose(
	account: Account,
	folder: FolderPath,
	request: ActionRequest,
	plan: Plan
): Promise<readonly number[]> {
	const { choice } = request;
	if ('uids' in choice) return choice.uids;
	const read = async ({ imap }: OpenFolder) => {
		const tokens = [atom('UID'), set(`1:${choice.upTo}`), ...plan.needing];
		return Array.from(await uids(imap, 'UID SEARCH', tokens));
	};
	return withFolder(account, folder, read, { idempotent: true, expectUidValidity: request.uidValidity });
}

async function planOf(account: Account, folder: FolderPath, action: Action): Promise<Plan> {
	if (action.kind === 'flag') return flagPlan(FLAG_ATOMS[action.flag], action.on);
	if (action.kind === 'copy')
		return { to: action.to, needing: [], step: ({ imap }, set) => copy(imap, set, action.to) };
	if (action.kind === 'move') return movePlan(folder, action.to, []);
	const all = await folders.list(account);
	const here = all.find((each) => each.path === folder);
	if (!here) throw new Problem('folder/missing');
	if (action.kind === 'archive') return movePlan(folder, (await folders.ensure(account, 'archive')).path, []);
	if (action.kind === 'junk' || action.kind === 'phishing') {
		const found = action.kind === 'phishing' ? ['$Junk', '$Phishing'] : ['$Junk'];
		return movePlan(folder, (await folders.ensure(account, 'junk')).path, [
			[true, found],
			[false, ['$NotJunk', 'NonJunk']]
		]);
	}
	if (action.kind === 'not-junk') {
		return movePlan(folder, action.to ?? ('INBOX' as FolderPath), [
			[true, ['$NotJunk']],
			[false, ['$Junk', 'Junk', '$Phishing']]
		]);
	}
	const trash = await folders.ensure(account, 'trash');
	const inTrash = trash.delimiter !== '' && folder.startsWith(trash.path + trash.delimiter);
	if (here.role === 'trash' || here.role === 'junk' || inTrash) return expungePlan;
	return movePlan(folder, trash.path, []);
}

const expungePlan: Plan = {
	to: null,
	needing: [],
	step: async ({ imap }, messages) => {
		await expunge(imap, messages);
		return null;
	}
};

function flagPlan(flag: string, on: boolean): Plan {
	const name = flag.startsWith('\\') ? [atom(flag.slice(1).toUpperCase())] : [atom('KEYWORD'), atom(flag)];
	return {
		to: null,
		needing: on ? [atom('NOT'), ...name] : name,
		step: async ({ imap }, messages) => {
			await store(imap, messages, on, [flag]);
			return null;
		}
	};
}

function movePlan(from: FolderPath, to: FolderPath, marks: readonly [on: boolean, flags: string[]][]): Plan {
	return {
		to,
		needing: [],
		step: async ({ imap }, messages) => {
			for (const [on, flags] of marks) {
				// Keywords teach the spam filter; a server that keeps none still moves the message.
				await store(imap, messages, on, flags).catch(ignoreRefusal);
			}
			return to === from ? null : move(imap, messages, to);
		},
		...(marks.length > 0 ? { undo: unmark(marks) } : {})
	};
}

/** Messages that could not be moved must not stay behind marked as junk. */
function unmark(marks: readonly [on: boolean, flags: string[]][]): Step {
	return async ({ imap }, messages) => {
		for (const [on, flags] of marks) if (on) await store(imap, messages, false, flags);
		return null;
	};
}

function ignoreRefusal(error: unknown): void {
	if ((error as { responseStatus?: string }).responseStatus !== 'NO') throw error;
}
