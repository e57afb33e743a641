import type { FolderPath, Uid } from '$lib/mail/ids';
import type { Fixed } from './rows';

/**
 * What lists have shown, by account, folder, UIDVALIDITY and UID: nothing of it can change, so a second look
 * costs the server the flags only. Bounded by count for each folder and for all; the folder looked at longest ago goes first.
 */

/** Rows kept: about 0.7 kB each. */
const MAX_ROWS = 40_000;
const MAX_PER_FOLDER = 4_000;
const MAX_FOLDERS = 2_000;

const folders = new Map<string, Map<Uid, Fixed>>();
let rows = 0;
/** Forgotten while somebody was still reading into them: they count no more. */
const adrift = new WeakSet<Map<Uid, Fixed>>();

function forget(key: string, folder: Map<Uid, Fixed>): void {
	folders.delete(key);
	adrift.add(folder);
	rows -= folder.size;
}

/** The rows known of a folder. The map is bounded when `remember` is used to add to it. */
export function known(address: string, folder: FolderPath, uidValidity: string): Map<Uid, Fixed> {
	const key = `${address}\0${folder}\0${uidValidity}`;
	const found = folders.get(key) ?? new Map<Uid, Fixed>();
	// Most recently used last.
	folders.delete(key);
	folders.set(key, found);
	const [oldest] = folders;
	if (folders.size > MAX_FOLDERS && oldest) forget(...oldest);
	return found;
}

/** Adds a row, and forgets older ones beyond the limits. */
export function remember(into: Map<Uid, Fixed>, row: Fixed): void {
	if (adrift.has(into)) return;
	if (!into.has(row.uid)) rows++;
	into.set(row.uid, row);
	if (into.size > MAX_PER_FOLDER) {
		const oldest = into.keys().next().value;
		if (oldest !== undefined && into.delete(oldest)) rows--;
	}
	while (rows > MAX_ROWS) {
		const [key, folder] = folders.entries().next().value ?? [];
		if (key === undefined || folder === undefined || folder === into) return;
		forget(key, folder);
	}
}

/** Forgets an account, at sign-out. */
export function forgetSummaries(address: string): void {
	for (const [key, folder] of folders) {
		if (key.startsWith(`${address}\0`)) forget(key, folder);
	}
}
