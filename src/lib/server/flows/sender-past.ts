import { parseAddresses } from '$lib/mail/address-list';
import type { Folder } from '$lib/mail/folder';
import { eachField, splitHeader } from '$lib/mail/header-fields';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { nameKey } from '$lib/mail/name-key';
import { ownTrace } from '$lib/mail/own-trace';
import { hostOf } from '$lib/mail/registrable';
import type { SenderTruth } from '$lib/mail/sender-truth';
import { authenticityOf, signedBy, standingOf } from '$lib/mail/standing';
import type { Account } from '$lib/server/account';
import * as folders from '$lib/server/imap/folders';
import { letters, type LetterHead, type Letters } from '$lib/server/imap/letters';
import * as parts from '$lib/server/imap/parts';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';
import { ownNames } from './own-names';
import * as passports from '$lib/server/store/passports';
import * as senders from '$lib/server/store/senders';
import { remember, rememberedTruth, shownOf } from './sender-truth';

/** Milliseconds for one folder's search, and for all of them. */
const ONE_SEARCH = 6_000;
const ALL_SEARCHES = 10_000;
/** Folders that are always looked into, and those at most when there is nothing in them. */
const NEAR = 3;
const MAX_PLACES = 15;
/** Milliseconds before a look that came to nothing is tried again. */
const AGAIN = 10 * 60_000;

/** Looks of one account that may wait for the one under way; who moved on from a message asks for others soon. */
const MAX_WAITING = 3;

/** Waiting looks by account, each with the way to begin or to leave it. */
const turns = new Map<string, ((begin: boolean) => void)[]>();
/** Until when the mail server of an account is left alone, ms since 1970: it was too slow for a search. */
const tired = new Map<string, number>();

/** Looks under way and those that failed lately, by account and address. */
const looks = new Map<string, { readonly at: number; readonly done: Promise<void> }>();

/**
 * What is known about who sent a message, after a look into the folders for somebody never looked for before: so
 * that a friend of many years is no stranger on the first day. The look takes ten seconds at most and goes on
 * without this answer. Errors: `folder/missing`, `message/missing`, `server/*`.
 */
export async function fullTruth(account: Account, folder: FolderPath, uid: Uid): Promise<SenderTruth> {
	const shown = shownOf(account, await parts.structure(account, folder, uid));
	const { sender } = shown;
	if (sender) {
		// The look will find it too.
		await remember(account, shown);
		const row = await senders.find(account.address, sender.address);
		if ((row?.searched ?? null) === null) await lookOnce(account, folder, sender.address, sender.name);
	}
	return rememberedTruth(account, shown);
}

async function lookOnce(
	account: Account,
	folder: FolderPath,
	address: string,
	displayName: string
): Promise<void> {
	const key = `${account.address}\0${address.toLowerCase()}`;
	const known = looks.get(key);
	if (known && Date.now() - known.at < AGAIN) return known.done;
	if (looks.size > 1000) looks.clear();
	if ((tired.get(account.address) ?? 0) > Date.now()) return;
	const done = oneAtATime(account.address, () => look(account, folder, address, displayName)).then(
		() => void looks.delete(key),
		(err: unknown) => {
			if (tired.size > 1000) tired.clear();
			if (err instanceof Problem && err.code === 'server/slow')
				tired.set(account.address, Date.now() + AGAIN);
			log('imap').info({ err }, 'the past of a sender could not be looked at');
		}
	);
	looks.set(key, { at: Date.now(), done });
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ALL_SEARCHES)));
	await Promise.race([done, late]);
	clearTimeout(timer);
}

/** One search of an account at a time; where many wait, those asked for first are left for another day. */
async function oneAtATime(account: string, job: () => Promise<void>): Promise<void> {
	const waiting = turns.get(account);
	if (waiting) {
		if (waiting.length >= MAX_WAITING) waiting.shift()?.(false);
		if (!(await new Promise<boolean>((turn) => waiting.push(turn)))) return;
	} else turns.set(account, []);
	try {
		await job();
	} finally {
		const next = turns.get(account)?.shift();
		if (next) next(true);
		else turns.delete(account);
	}
}

async function look(
	account: Account,
	folder: FolderPath,
	address: string,
	displayName: string
): Promise<void> {
	const all = await folders.list(account);
	const places = placesOf(all, folder);
	const sent = all.find((each) => each.role === 'sent')?.path;
	const until = Date.now() + ALL_SEARCHES;
	const found: Letters[] = [];
	for (const [index, path] of places.entries()) {
		if (index >= NEAR && (Date.now() > until || pastOf(found, address).messages > 1)) break;
		found.push(await letters(account, path, 'FROM', address, ONE_SEARCH));
	}
	const to = sent ? await letters(account, sent, 'TO', address, ONE_SEARCH) : { total: 0, heads: [] };
	await passports.learn(account.address, address, {
		...pastOf(found, address),
		written: share(to, (head) => holds(head, 'to', address))
	});
	const key = nameKey(displayName);
	if (key !== null) await lookForNamesakes(account, places.slice(0, NEAR), address, displayName, key);
}

/**
 * Where to look, in this order: the open folder, the inbox, the archive, then those that people filed into, the
 * fullest first. What lies in Junk or Trash makes nobody a friend.
 */
function placesOf(all: readonly Folder[], open: FolderPath): FolderPath[] {
	const apart = (each: Folder) => ['junk', 'trash', 'sent', 'drafts', 'all'].includes(each.role ?? '');
	const usable = all.filter((each) => each.selectable && each.total > 0 && !apart(each));
	const rank = ({ path, role }: Folder) =>
		path === open ? 0 : role === 'inbox' ? 1 : role === 'archive' ? 2 : 3;
	return usable
		.sort((a, b) => rank(a) - rank(b) || b.total - a.total)
		.slice(0, MAX_PLACES)
		.map(({ path }) => path);
}

/** How many of those found are meant, as far as those looked at tell. */
function share(
	{ total, heads }: { total: number; heads: readonly LetterHead[] },
	meant: (head: LetterHead) => boolean
): number {
	if (heads.length === 0) return 0;
	return Math.round((total * heads.filter(meant).length) / heads.length);
}

function holds(head: LetterHead, field: 'from' | 'to', address: string): boolean {
	const values = splitHeader(head.block).all.get(field) ?? [];
	const wanted = address.toLowerCase();
	return values.some((value) => parseAddresses(value).some((each) => each.address.toLowerCase() === wanted));
}

function pastOf(
	found: readonly { total: number; heads: readonly LetterHead[] }[],
	address: string
): Omit<passports.Past, 'written'> {
	let messages = 0;
	const theirs: { received: number; signedBy: string | null }[] = [];
	for (const each of found) {
		const counts = (head: LetterHead) => holds(head, 'from', address) && !failed(head);
		messages += share(each, counts);
		for (const head of each.heads.filter(counts)) {
			theirs.push({ received: head.received, signedBy: signatureOf(head, address) });
		}
	}
	theirs.sort((a, b) => a.received - b.received);
	const signed = theirs.filter((letter) => letter.signedBy !== null);
	// Signed now and then is no habit that could change.
	const usual = signed.length * 2 > theirs.length ? signed : [];
	return {
		firstSeen: theirs[0]?.received ?? null,
		lastSeen: theirs.at(-1)?.received ?? null,
		messages,
		signedBy: usual.at(-1)?.signedBy ?? null,
		signedSince: usual[0]?.received ?? null
	};
}

function authenticity(head: LetterHead) {
	return authenticityOf(ownTrace(eachField(head.block), ownNames()).results);
}

function failed(head: LetterHead): boolean {
	const from = (splitHeader(head.block).all.get('from') ?? []).flatMap((value) => parseAddresses(value));
	return standingOf(from, authenticity(head)) === 'failed';
}

function signatureOf(head: LetterHead, address: string): string | null {
	return signedBy(hostOf(address), authenticity(head));
}

/** Others who wrote under the same name become known, each with the date of their oldest message found. */
async function lookForNamesakes(
	account: Account,
	places: readonly FolderPath[],
	address: string,
	displayName: string,
	key: string
): Promise<void> {
	for (const path of places) {
		const { heads } = await letters(account, path, 'FROM', displayName, ONE_SEARCH);
		for (const head of heads) {
			if (failed(head)) continue;
			const fields = splitHeader(head.block).all;
			const from = (fields.get('from') ?? []).flatMap((value) => parseAddresses(value));
			const [only] = from;
			if (!only || from.length !== 1 || nameKey(only.name) !== key || hostOf(only.address) === '') continue;
			if (only.address.toLowerCase() === address.toLowerCase()) continue;
			await passports.meet(account.address, {
				address: only.address,
				name: only.name,
				nameKey: key,
				at: head.received
			});
		}
	}
}
