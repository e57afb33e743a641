import type { Account } from '$lib/server/account';
import type { Folder, FolderRole } from '$lib/mail/folder';
import { parseFolderPath, type FolderPath } from '$lib/mail/ids';
import { encodeFolderName } from '$lib/mail/mutf7';
import { Problem } from '$lib/server/problem';
import { readFolders } from './folder-list';
import { withConnection } from './pool';
import { run, string } from './raw';

/** The folder tree of an account, and what a person does to it. */

/** Milliseconds for which a list serves again; what we change and what the watcher sees ends it at once. */
const FRESH = 2_000;
const cache = new Map<string, { at: number; folders: Promise<Folder[]> }>();

const wire = (path: string) => string(encodeFolderName(path));

/** All folders in the order of the tree. Errors: `auth/expired`, `server/*`. */
export async function list(account: Account): Promise<Folder[]> {
	const known = cache.get(account.address);
	if (known && Date.now() - known.at < FRESH) return known.folders;
	const folders = withConnection(account, readFolders, { idempotent: true });
	if (cache.size > 1000) cache.clear();
	cache.set(account.address, { at: Date.now(), folders });
	folders.catch(() => forget(account.address));
	return folders;
}

/** The counts or the tree have changed. */
export function forget(address: string): void {
	cache.delete(address);
}

/** The folder with a role, made where the account has none and its usual name is free. */
export async function ensure(
	account: Account,
	role: Exclude<FolderRole, 'inbox' | 'flagged' | 'all'>
): Promise<Folder> {
	const found = (await list(account)).find((folder) => folder.role === role);
	if (found) return found;
	const name = role[0]?.toUpperCase() + role.slice(1);
	await create(account, name as FolderPath).catch((error: unknown) => {
		if (!(error instanceof Problem && error.code === 'folder/exists')) throw error;
		// Somebody was faster than our list.
		forget(account.address);
	});
	const folders = await list(account);
	const made =
		folders.find((folder) => folder.role === role) ?? folders.find((folder) => folder.path === name);
	if (!made) throw new Problem('folder/missing');
	return made;
}

/** One folder by its path. Errors: `folder/missing`. */
async function one(account: Account, path: FolderPath): Promise<Folder> {
	const found = (await list(account)).find((folder) => folder.path === path);
	if (!found) throw new Problem('folder/missing');
	return found;
}

/** Refuses names that a server would read as something else. `path` is the full path. Errors: `folder/name`. */
function checkName(path: FolderPath, delimiter: string): void {
	const steps = delimiter === '' ? [path] : path.split(delimiter);
	const bad = steps.some((step) => step.trim() === '' || step === '.' || step === '..' || /[*%]/.test(step));
	if (bad || parseFolderPath(path) === null || encodeFolderName(path).length > 900)
		throw new Problem('folder/name');
}

async function delimiterOf(account: Account): Promise<string> {
	return (await list(account)).find((folder) => folder.path === 'INBOX')?.delimiter ?? '';
}

/** Makes a folder (with those above it) and subscribes to it. Errors: `folder/exists`, `folder/name`, `server/*`. */
export async function create(account: Account, path: FolderPath): Promise<void> {
	checkName(path, await delimiterOf(account));
	await withConnection(account, async (imap) => {
		await run(imap, 'CREATE', [wire(path)]);
		await run(imap, 'SUBSCRIBE', [wire(path)]);
	});
	forget(account.address);
}

/** Renames or moves a folder with all below it; subscriptions move along. Errors: `folder/protected`, `folder/exists`, … */
export async function rename(account: Account, from: FolderPath, to: FolderPath): Promise<void> {
	const folder = await one(account, from);
	if (folder.role !== null) throw new Problem('folder/protected');
	checkName(to, folder.delimiter);
	const inside = folder.delimiter !== '' && to.startsWith(from + folder.delimiter);
	if (inside || to === from) throw new Problem('folder/name');
	const all = await list(account);
	// Dovecot merges a folder into another that has no mail of its own.
	if (all.some((each) => each.path === to)) throw new Problem('folder/exists');
	const moved = all.filter(
		(each) => each.path === from || (folder.delimiter !== '' && each.path.startsWith(from + folder.delimiter))
	);
	await withConnection(account, async (imap) => {
		await run(imap, 'RENAME', [wire(from), wire(to)]);
		for (const each of moved.filter((candidate) => candidate.subscribed)) {
			// A subscription is a list of names (RFC 9051 §6.3.7): it does not follow by itself.
			await run(imap, 'SUBSCRIBE', [wire(to + each.path.slice(from.length))]).catch(() => undefined);
			await run(imap, 'UNSUBSCRIBE', [wire(each.path)]).catch(() => undefined);
		}
	});
	forget(account.address);
}

/**
 * Removes a folder: one with mail or folders in it goes below Trash, an empty one, or one already in Trash, for good.
 * Errors: `folder/protected`, `folder/missing`, `server/*`.
 */
export async function remove(account: Account, path: FolderPath): Promise<void> {
	forget(account.address);
	const folder = await one(account, path);
	if (folder.role !== null) throw new Problem('folder/protected');
	const all = await list(account);
	const { delimiter } = folder;
	const below = all.filter((each) => delimiter !== '' && each.path.startsWith(path + delimiter));
	const trash = all.find((each) => each.role === 'trash') ?? null;
	const inTrash = trash !== null && delimiter !== '' && path.startsWith(trash.path + delimiter);
	const empty = [folder, ...below].every((each) => each.total === 0);
	if (inTrash || (empty && below.length === 0))
		return erase(account, [...below.map((each) => each.path).reverse(), path]);
	if (delimiter === '') throw new Problem('folder/protected');
	const target = trash ?? (await ensure(account, 'trash'));
	await rename(account, path, freeName(all, `${target.path}${delimiter}${folder.name}`));
}

/** A path nobody has, by a number at its end. */
function freeName(all: readonly Folder[], wanted: string): FolderPath {
	const taken = new Set<string>(all.map((folder) => folder.path));
	let path = wanted;
	for (let number = 2; taken.has(path); number++) path = `${wanted} ${number}`;
	return path as FolderPath;
}

async function erase(account: Account, paths: readonly FolderPath[]): Promise<void> {
	await withConnection(account, async (imap) => {
		for (const path of paths) {
			// A folder may not be deleted while it is open; Dovecot would end our own session.
			if (imap.mailbox && imap.mailbox.path === path) await imap.mailboxClose();
			await run(imap, 'DELETE', [wire(path)]);
			await run(imap, 'UNSUBSCRIBE', [wire(path)]).catch(() => undefined);
		}
	});
	forget(account.address);
}

/** Whether other programs show the folder too. Errors: `folder/missing`, `server/*`. */
export async function subscribe(account: Account, path: FolderPath, on: boolean): Promise<void> {
	await one(account, path);
	await withConnection(account, (imap) => run(imap, on ? 'SUBSCRIBE' : 'UNSUBSCRIBE', [wire(path)]));
	forget(account.address);
}
