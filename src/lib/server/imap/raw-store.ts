import { parseUidSet } from '$lib/mail/uid-set';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { encodeFolderName } from '$lib/mail/mutf7';
import { atom, run, set, string, uids } from './raw';
import type { Attribute, Token, Untagged, Wire } from './wire';

/** Changing messages: flags, copies, moves, and taking them away for good. */

/** Where copies went (RFC 4315 COPYUID). */
export interface Copied {
	readonly uidValidity: string;
	readonly uids: readonly Uid[];
}

/** Copies told of by one answer at most. */
const MAX_COPIED = 100_000;

/** UID STORE without the echo of every message. `flags` such as `\Seen` or `$Junk`. */
export async function store(
	imap: Wire,
	messages: string,
	on: boolean,
	flags: readonly string[]
): Promise<void> {
	await run(imap, 'UID STORE', [set(messages), atom(`${on ? '+' : '-'}FLAGS.SILENT`), flags.map(atom)]);
	// The server says nothing of our own silent changes.
	imap.changes++;
}

export async function copy(imap: Wire, messages: string, to: FolderPath): Promise<Copied | null> {
	return copying(imap, 'UID COPY', messages, to);
}

/** UID MOVE (RFC 6851), or the same in three steps. */
export async function move(imap: Wire, messages: string, to: FolderPath): Promise<Copied | null> {
	if (imap.capabilities.has('MOVE')) return copying(imap, 'UID MOVE', messages, to);
	const copied = await copying(imap, 'UID COPY', messages, to);
	await expunge(imap, messages);
	return copied;
}

/** Takes messages away for good, and only these: others that some program has marked as deleted stay. */
export async function expunge(imap: Wire, messages: string): Promise<void> {
	await store(imap, messages, true, ['\\Deleted']);
	if (imap.capabilities.has('UIDPLUS')) {
		await run(imap, 'UID EXPUNGE', [set(messages)]);
		return;
	}
	// RFC 3501 has no other way than to take the marks off the others for a moment.
	const others = await uids(imap, 'UID SEARCH', [atom('DELETED'), atom('NOT'), atom('UID'), set(messages)]);
	const rest = Array.from(others).join(',');
	if (rest !== '') await store(imap, rest, false, ['\\Deleted']);
	await run(imap, 'EXPUNGE', []);
	if (rest !== '') await store(imap, rest, true, ['\\Deleted']);
}

async function copying(
	imap: Wire,
	command: string,
	messages: string,
	to: FolderPath
): Promise<Copied | null> {
	let copied: Copied | null = null;
	const read = (response: Untagged) => {
		copied ??= copyUid(response);
	};
	const args: Token[] = [set(messages), string(encodeFolderName(to))];
	// MOVE tells it before the EXPUNGEs, untagged; COPY in its tagged answer.
	read(await run(imap, command, args, { OK: read }));
	return copied;
}

function copyUid(response: Untagged): Copied | null {
	const first: Attribute | undefined = response.attributes?.[0];
	const code = first && !Array.isArray(first) ? (first.section ?? []) : [];
	const [name, uidValidity, , to] = code.map((each) =>
		each && !Array.isArray(each) ? String(each.value ?? '') : ''
	);
	if (name?.toUpperCase() !== 'COPYUID' || !uidValidity || !to) return null;
	const uids = parseUidSet(to, MAX_COPIED);
	return uids && /^[0-9]{1,10}$/.test(uidValidity) ? { uidValidity, uids } : null;
}
