import type { Account, Credential } from '$lib/server/account';
import type { FolderPath } from '$lib/mail/ids';
import { Problem } from '$lib/server/problem';
import { keyOf, keysOf } from './account-key';
import { connect } from './connect';
import { Closed, Crew, type JobOptions } from './crew';
import { refresh } from './refresh';
import { discard, keepProven } from './proven';
import type { Wire } from './wire';

/**
 * Lends IMAP connections. A connection exists only inside the function given to `withFolder` or
 * `withConnection`: it is found or made, has the folder open, is watched by a timer, and is taken back whatever
 * happens. Never keep it, never start work on it that outlives the function.
 */

/** By `keyOf`. */
const crews = new Map<string, Crew>();
let sweeper: NodeJS.Timeout | undefined;

export interface FolderOptions extends JobOptions {
	/** The list a person acted on came from this UIDVALIDITY; with another, UIDs mean other messages (security P7). */
	readonly expectUidValidity?: string;
}

/** A connection with a folder open, for as long as the function runs. */
export interface OpenFolder {
	readonly imap: Wire;
	readonly uidValidity: string;
	/** Messages in the folder as far as the server has told. */
	readonly exists: number;
}

/** Proves a credential to the mail server. Errors: `auth/wrong`, `server/*`. */
export async function verify(credential: Credential): Promise<void> {
	keepProven(credential, await connect(credential));
}

function crewOf(account: Account): Crew {
	const key = keyOf(account);
	const found = crews.get(key);
	if (found) {
		found.account = account;
		return found;
	}
	const made = new Crew(account);
	crews.set(key, made);
	sweeper ??= setInterval(sweep, 10_000).unref();
	return made;
}

function sweep(): void {
	for (const [key, crew] of crews) {
		crew.sweep(Date.now());
		if (crew.size === 0 && crew.pages === 0) crews.delete(key);
	}
}

async function lend<T>(
	account: Account,
	folder: FolderPath | null,
	job: (imap: Wire, worker: { folder: FolderPath | null }) => Promise<T>,
	options: JobOptions
): Promise<T> {
	try {
		return await crewOf(account).run(folder, job, options);
	} catch (error) {
		if (!(error instanceof Closed)) throw error;
		// Another session of the account signed out in this moment.
		return crewOf(account).run(folder, job, options);
	}
}

/** Runs `job` on some connection of the account. Errors: `auth/expired`, `server/*`, and what the job throws. */
export async function withConnection<T>(
	account: Account,
	job: (imap: Wire) => Promise<T>,
	options: JobOptions = {}
): Promise<T> {
	return lend(account, null, job, options);
}

/**
 * Runs `job` with the folder open. Nothing we send marks mail as seen by itself, so folders are always opened
 * read-write: changing between the two makes Dovecot read a large Maildir anew.
 * Errors: `folder/missing`, `folder/changed`, `auth/expired`, `server/*`, and what the job throws.
 */
export async function withFolder<T>(
	account: Account,
	folder: FolderPath,
	job: (open: OpenFolder) => Promise<T>,
	options: FolderOptions = {}
): Promise<T> {
	return lend(
		account,
		folder,
		async (imap, worker) => {
			await select(imap, folder);
			worker.folder = folder;
			const mailbox = imap.mailbox;
			if (!mailbox) throw new Problem('folder/missing');
			// Sequence numbers have 32 bits (RFC 9051 §9 `nz-number`).
			if (!(mailbox.exists <= 0xffffffff)) throw new Problem('server/refused');
			const uidValidity = String(mailbox.uidValidity);
			if (options.expectUidValidity !== undefined && options.expectUidValidity !== uidValidity) {
				throw new Problem('folder/changed');
			}
			if (options.expectUidValidity !== undefined) await refresh(imap);
			return job({
				imap,
				uidValidity,
				get exists() {
					return (imap.mailbox || mailbox).exists;
				}
			});
		},
		options
	);
}

async function select(imap: Wire, folder: FolderPath): Promise<void> {
	if (imap.mailbox && imap.mailbox.path === folder) return;
	// Spares imapflow a LIST before each SELECT of a folder it has not seen.
	if (!imap.folders.has(folder)) imap.folders.set(folder, { path: folder });
	await imap.mailboxOpen(folder);
}

/** A page of the account has opened: one connection stays warm until the returned function is called. */
export function keepWarm(account: Account): () => void {
	const crew = crewOf(account);
	crew.pages++;
	let done = false;
	return () => {
		if (!done) crew.pages--;
		done = true;
	};
}

/** Ends all connections of an account, at sign-out or when its password no longer works. */
export function closeAccount(address: string): void {
	for (const key of keysOf(address, crews)) {
		crews.get(key)?.close();
		crews.delete(key);
	}
	discard(address);
}

/** Ends everything, at shutdown. */
export function closeAll(): void {
	for (const crew of crews.values()) crew.close();
	crews.clear();
	discard();
	clearInterval(sweeper);
	sweeper = undefined;
}
