import { createHash } from 'node:crypto';
import type { Address } from '$lib/mail/address';
import { eachField } from '$lib/mail/header-fields';
import { nameKey } from '$lib/mail/name-key';
import { ownTrace } from '$lib/mail/own-trace';
import { hostOf, sameOwner } from '$lib/mail/registrable';
import type { Authenticity, Passport, SenderTruth, Standing } from '$lib/mail/sender-truth';
import { authenticityOf, signedBy, standingOf } from '$lib/mail/standing';
import type { MessageStructure } from '$lib/mail/structure';
import type { Account } from '$lib/server/account';
import { log } from '$lib/server/log';
import { ownNames } from './own-names';
import * as passports from '$lib/server/store/passports';
import * as senders from '$lib/server/store/senders';
import { listIdentities } from './list-identities';

/** What one message shows of its sender, before anything is remembered. */
export interface Shown {
	readonly standing: Standing;
	readonly authenticity: Authenticity | null;
	/** The one address in From, when it is somebody else's and the message came from somewhere. */
	readonly sender: Address | null;
	/** Domain of a signature that holds and is the sender's own. */
	readonly signedBy: string | null;
	/** What tells the message from others, wherever it lies. */
	readonly message: string;
	/** ms since 1970. */
	readonly at: number;
}

/** Reads it from the head alone. */
export function shownOf(account: Account, message: MessageStructure): Shown {
	const { results, travelled } = ownTrace(eachField(message.top), ownNames());
	const authenticity = authenticityOf(results);
	const { from, messageId } = message.header;
	const [only] = from;
	const host = only && from.length === 1 ? hostOf(only.address) : '';
	const own = listIdentities(account).some(
		({ address }) => address.toLowerCase() === only?.address.toLowerCase()
	);
	const id = messageId || `${message.uidValidity}/${message.uid}`;
	return {
		standing: standingOf(from, authenticity),
		authenticity,
		// Copies in Sent and Drafts never travelled; what one wrote oneself needs no passport.
		sender: only && host !== '' && !own && travelled ? only : null,
		signedBy: signedBy(host, authenticity),
		message: createHash('sha256').update(id).digest('base64url').slice(0, 22),
		at: message.received
	};
}

/**
 * What is known about who sent a message, without asking the mail server anything more. The message itself is
 * counted afterwards: opening it again, or ahead of time, changes nothing.
 */
export async function senderTruth(account: Account, message: MessageStructure): Promise<SenderTruth> {
	const shown = shownOf(account, message);
	const { truth, counted } = await recall(account, shown);
	if (!counted)
		void remember(account, shown).catch((err: unknown) =>
			log('web').warn({ err }, 'a sender could not be remembered')
		);
	return truth;
}

/** What the message shows together with what this account remembers. */
export async function rememberedTruth(account: Account, shown: Shown): Promise<SenderTruth> {
	return (await recall(account, shown)).truth;
}

async function recall(account: Account, shown: Shown): Promise<{ truth: SenderTruth; counted: boolean }> {
	const { standing, authenticity, sender } = shown;
	if (!sender) return { truth: { standing, authenticity, passport: null, namesake: null }, counted: true };
	const [row, counted] = await Promise.all([
		senders.find(account.address, sender.address),
		passports.isCounted(account.address, sender.address, shown.message)
	]);
	const passport = passportOf(shown, row, counted);
	return {
		truth: { standing, authenticity, passport, namesake: await namesakeOf(account, sender, row) },
		counted
	};
}

function passportOf(shown: Shown, row: senders.SenderRow | undefined, counted: boolean): Passport {
	// A search has counted what had come before it.
	const included = counted || shown.at <= (row?.searched ?? 0);
	const before = Math.max(0, (row?.messages ?? 0) - (included ? 1 : 0));
	const first = row?.first_seen ?? null;
	const usual = row?.signed_by ?? null;
	// What came before they began to sign is no change; nor is silence of our own server.
	const since = row?.signed_since ?? null;
	const expected = usual !== null && since !== null && shown.at >= since && shown.authenticity !== null;
	return {
		firstSeen: first !== null && before > 0 && first < shown.at ? first : null,
		messages: before,
		usuallySignedBy: usual,
		changed: expected && shown.signedBy === null
	};
}

/** Somebody known longer, or written to, who goes by the same name elsewhere (security D4). */
async function namesakeOf(
	account: Account,
	sender: Address,
	row: senders.SenderRow | undefined
): Promise<string | null> {
	const key = nameKey(sender.name);
	if (key === null || (row?.written ?? 0) > 0) return null;
	const host = hostOf(sender.address);
	const others = (await passports.bearers(account.address, key)).filter(
		(other) => other.address !== sender.address.toLowerCase() && !sameOwner(hostOf(other.address), host)
	);
	const since = row?.first_seen ?? Infinity;
	const elder = others.find(
		(other) => (other.written ?? 0) > 0 || (other.first_seen !== null && other.first_seen < since)
	);
	return elder?.address ?? null;
}

/** Counts the message for its sender; one that failed teaches nothing about whom it names. */
export async function remember(account: Account, shown: Shown): Promise<void> {
	const { sender } = shown;
	if (!sender || shown.standing === 'failed') return;
	await passports.count(account.address, {
		address: sender.address,
		name: sender.name.slice(0, 200),
		nameKey: nameKey(sender.name),
		message: shown.message,
		at: shown.at,
		signedBy: shown.signedBy
	});
}
