import type { Account } from '$lib/server/account';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { MAX_COUNT, type PageRequest } from '$lib/mail/page-request';
import type { Flags, ListWindow, Summary } from '$lib/mail/summary';
import { printUidSet } from '$lib/mail/uid-set';
import { inOrder } from './order';
import { withFolder, type OpenFolder } from './pool';
import { refresh } from './refresh';
import { atom, fetch } from './raw';
import { fixedOf, flagsOf, rowItems, uidOf, type Fixed } from './rows';
import { known, remember } from './summaries';
import { integer } from './tokens';
import { criteriaOf } from './search';

/** The list: stretches of the ordered messages of a folder, never all of them. */

interface Marks {
	readonly flags: Flags;
	readonly size?: number;
}

/** A window of the list. Errors: `folder/missing`, `auth/expired`, `server/*`. */
export async function page(account: Account, folder: FolderPath, request: PageRequest): Promise<ListWindow> {
	return withFolder(account, folder, (open) => readPage(account.address, folder, open, request), {
		idempotent: true
	});
}

async function readPage(
	address: string,
	folder: FolderPath,
	open: OpenFolder,
	request: PageRequest
): Promise<ListWindow> {
	const { imap, uidValidity } = open;
	// The server tells of new and vanished messages now, before sequence numbers are used.
	await refresh(imap);
	const count = Math.max(0, Math.min(request.count, MAX_COUNT));
	const from = Math.max(0, request.from);
	const cached = known(address, folder, uidValidity);
	const bySequence = request.order.sort === 'arrival' && !request.query;
	const ordered = bySequence
		? null
		: await inOrder(imap, { address, folder }, request.order, criteriaOf(request.query));
	const total = ordered?.length ?? open.exists;
	const empty: ListWindow = { folder, uidValidity, total, from, rows: [] };
	if (from >= total || count === 0) return empty;
	const until = Math.min(total, from + count);
	let marks: Map<Uid, Marks>;
	let sequence: Uid[];
	if (ordered) {
		sequence = Array.from(ordered.subarray(from, until)) as Uid[];
		marks = await readMarks(open, printUidSet(sequence), true, request.withSize);
	} else {
		const descending = request.order.descending || request.order.sort !== 'arrival';
		const range = descending ? `${total - until + 1}:${total - from}` : `${from + 1}:${until}`;
		marks = await readMarks(open, range, false, request.withSize);
		sequence = [...marks.keys()].sort((a, b) => (descending ? b - a : a - b));
	}
	const fixed = await readFixed(open, sequence, cached);
	return { ...empty, rows: rowsOf(sequence, fixed, marks) };
}

function rowsOf(
	sequence: readonly Uid[],
	fixedRows: ReadonlyMap<Uid, Fixed>,
	marks: ReadonlyMap<Uid, Marks>
): Summary[] {
	const rows: Summary[] = [];
	for (const uid of sequence) {
		const fixed = fixedRows.get(uid);
		const mark = marks.get(uid);
		// Gone between two commands: the next look has it right.
		if (fixed && mark) rows.push({ ...fixed, ...mark });
	}
	return rows;
}

/** Flags, and sizes when wanted, of a range. At most as many as a window holds. */
async function readMarks(
	open: OpenFolder,
	range: string,
	uid: boolean,
	withSize: boolean
): Promise<Map<Uid, Marks>> {
	const found = new Map<Uid, Marks>();
	const items = [atom('UID'), atom('FLAGS'), ...(withSize ? [atom('RFC822.SIZE')] : [])];
	await fetch(open.imap, range, items, { uid }, (row) => {
		const id = uidOf(row);
		const flags = flagsOf(row);
		const size = integer(row.items.get('RFC822.SIZE'));
		if (id === null || flags === null || found.size >= MAX_COUNT * 2) return;
		found.set(id, { ...found.get(id), flags, ...(size === null ? {} : { size }) });
	});
	return found;
}

/** What never changes of these messages: from the cache, or read into it. It may forget one row for another. */
async function readFixed(
	open: OpenFolder,
	sequence: readonly Uid[],
	cached: Map<Uid, Fixed>
): Promise<Map<Uid, Fixed>> {
	const found = new Map<Uid, Fixed>();
	for (const uid of sequence) {
		const row = cached.get(uid);
		if (row) found.set(uid, row);
	}
	const missing = sequence.filter((uid) => !found.has(uid));
	if (missing.length === 0) return found;
	await fetch(open.imap, printUidSet(missing), rowItems(open.imap), { uid: true }, (row) => {
		const fixed = fixedOf(row);
		if (!fixed) return;
		found.set(fixed.uid, fixed);
		remember(cached, fixed);
	});
	return found;
}
