import { eachField } from '$lib/mail/header-fields';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { ownTrace } from '$lib/mail/own-trace';
import type { Authenticity } from '$lib/mail/sender-truth';
import type { Account } from '$lib/server/account';
import { check, MAX_MESSAGE } from '$lib/server/authenticity/check';
import { config } from '$lib/server/config';
import * as parts from '$lib/server/imap/parts';
import { Problem } from '$lib/server/problem';
import { ownNames } from './own-names';

/** Messages checked at a time, for one account and in all, and how many may wait. */
const AT_ONCE = 3;
const WAITING = 20;
/** Signatures a message may have: honest ones have two or three, and each costs a pass over the whole. */
const MAX_SIGNATURES = 10;
/** Octets of a head beyond which nobody has counted them. */
const MAX_HEADER = 64 * 1024;

const busy = new Set<string>();
const queue: (() => void)[] = [];

/**
 * Checks a message's sender again, now and by ourselves. The client is taken from the Received header in which our
 * own server took the message in. Errors: `check/too-much`, `server/slow`, `message/missing`, `server/*`.
 */
export async function checkAgain(account: Account, folder: FolderPath, uid: Uid): Promise<Authenticity> {
	const message = await parts.structure(account, folder, uid);
	const fields = [...eachField(message.top)];
	const signatures = fields.filter(([name]) => name === 'dkim-signature').length;
	if (message.size > MAX_MESSAGE || message.top.length >= MAX_HEADER || signatures > MAX_SIGNATURES)
		throw new Problem('check/too-much');
	const { border, steps, returnPath } = ownTrace(fields, ownNames());
	const taken = steps > 0 ? border : null;
	const client = {
		address: taken?.fromAddress ?? null,
		helo: taken?.from ?? null,
		sender: returnPath
	};
	return inTurn(account.address, async () =>
		check(await parts.readRaw(account, folder, uid), client, new URL(config().origin).hostname)
	);
}

async function inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
	while (busy.has(address) || busy.size >= AT_ONCE) {
		if (queue.length >= WAITING) throw new Problem('server/slow');
		await new Promise<void>((go) => queue.push(go));
	}
	busy.add(address);
	try {
		return await work();
	} finally {
		busy.delete(address);
		for (const go of queue.splice(0)) go();
	}
}
