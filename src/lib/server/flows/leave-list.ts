import type { FolderPath, Uid } from '$lib/mail/ids';
import { leavingWays, listKey, type Left, type LeavingWay } from '$lib/mail/leaving';
import type { MessageHeader } from '$lib/mail/structure';
import type { Account } from '$lib/server/account';
import { guardedFetch } from '$lib/server/fetch/guarded';
import * as parts from '$lib/server/imap/parts';
import { Problem } from '$lib/server/problem';
import * as leftLists from '$lib/server/store/left-lists';
import { inTurn } from './in-turn.ts';
import { listIdentities } from './list-identities.ts';
import { noteId, sendNote } from './send-note.ts';
import { senderTruth } from './sender-truth.ts';

/** Octets of the answer; nothing in it is used. */
const MAX_ANSWER = 256 * 1024;
/** The person waits, ms. */
const PATIENCE = 15_000;

/**
 * Leaves the list a message came by, in the best way it offers: one POST (RFC 8058 §3.1), else a message to it. Where
 * to is read from the message here, never from the request. What comes of it is an outcome, not an error. Errors:
 * `message/missing`, `input/invalid` when there is no such way, those of `sendNote`. `again`: the person knows that
 * an earlier message may have gone out.
 */
export async function leaveList(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	again = false
): Promise<Left> {
	const structure = await parts.structure(account, folder, uid);
	const { header } = structure;
	const [way] = leavingWays(header.list, await senderTruth(account, structure));
	if (!way || way.kind === 'page') throw new Problem('input/invalid');
	const list = keyOf(header);
	return inTurn(`leave ${account.address} ${list}`, async () => {
		const told = way.kind === 'post' ? way.host : way.address;
		const earlier = await leftLists.leftAt(account.address, list);
		// Two tabs, or a second press: it has been done.
		if (earlier !== null) return { outcome: way.kind === 'post' ? 'done' : 'sent', told, at: earlier };
		const left = way.kind === 'post' ? await post(way) : await write(account, way, list, again);
		if (left.at !== null) await leftLists.put({ account: account.address, list, told, at: left.at });
		return left;
	});
}

/** When the list of a message was left, or null. */
export async function listLeft(account: Account, header: MessageHeader): Promise<number | null> {
	if (header.list.unsubscribe.length === 0) return null;
	return leftLists.leftAt(account.address, keyOf(header));
}

const keyOf = ({ list, from }: MessageHeader): string => listKey(list, from[0]?.address ?? '');

async function post({ url, host }: Extract<LeavingWay, { kind: 'post' }>): Promise<Left> {
	try {
		const { status } = await guardedFetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'List-Unsubscribe=One-Click',
			maxBytes: MAX_ANSWER,
			timeoutMs: PATIENCE
		});
		// A redirect is no yes: the POST did not reach where it leads to.
		if (status >= 200 && status < 300) return { outcome: 'done', told: host, at: Date.now() };
		return { outcome: 'refused', told: host, status, at: null };
	} catch (error) {
		if (!(error instanceof Problem) || error.code !== 'remote/away') throw error;
		return { outcome: 'away', told: host, at: null };
	}
}

async function write(
	account: Account,
	{ address, subject, text }: Extract<LeavingWay, { kind: 'mail' }>,
	list: string,
	again: boolean
): Promise<Left> {
	const [from] = listIdentities(account);
	if (!from) throw new Problem('send/from');
	try {
		await sendNote(
			account,
			noteId('leave', account.address, list),
			{ from, to: [{ name: '', address }], subject, text, inReplyTo: '', references: [] },
			again
		);
		return { outcome: 'sent', told: address, at: Date.now() };
	} catch (error) {
		if (!(error instanceof Problem) || error.code !== 'send/unknown') throw error;
		return { outcome: 'unknown', told: address, at: null };
	}
}
