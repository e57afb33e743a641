import { specialUse } from 'imapflow/lib/special-use.js';
import type { Folder, FolderRole } from '$lib/mail/folder';
import { parseFolderPath, type FolderPath } from '$lib/mail/ids';
import { decodeFolderName } from '$lib/mail/mutf7';
import { listFolders, type ListedFolder } from './raw-folders';
import type { Wire } from './wire';

/** Folders shown at most; more is a hostile server. */
const MAX_FOLDERS = 10_000;

const ROLES = new Map<string, FolderRole>([
	['\\inbox', 'inbox'],
	['\\drafts', 'drafts'],
	['\\sent', 'sent'],
	['\\archive', 'archive'],
	['\\junk', 'junk'],
	['\\trash', 'trash'],
	['\\flagged', 'flagged'],
	['\\all', 'all']
]);
const ORDER: readonly (FolderRole | null)[] = [
	'inbox',
	'drafts',
	'sent',
	'archive',
	'junk',
	'trash',
	'flagged',
	'all'
];

const collator = new Intl.Collator(['en', 'de'], { numeric: true, sensitivity: 'base' });

/** What a folder is for: as the server marks it (RFC 6154), else as its name says. */
function roles(found: readonly (ListedFolder & { path: FolderPath })[]): Map<FolderPath, FolderRole> {
	const byRole = new Map<FolderRole, FolderPath>([['inbox', 'INBOX' as FolderPath]]);
	for (const folder of found) {
		for (const attribute of folder.attributes) {
			const role = ROLES.get(attribute);
			if (role && role !== 'inbox' && !byRole.has(role)) byRole.set(role, folder.path);
		}
	}
	for (const folder of found) {
		if (folder.attributes.has('\\noselect')) continue;
		const name = lastStep(folder.path, folder.delimiter);
		const guess = specialUse(false, { name, flags: new Set() });
		const role = ROLES.get(String(guess.flag || '').toLowerCase());
		const marked = [...byRole.values()].includes(folder.path);
		if (role && guess.source === 'name' && !byRole.has(role) && !marked) byRole.set(role, folder.path);
	}
	return new Map([...byRole].map(([role, path]) => [path, role]));
}

function lastStep(path: string, delimiter: string): string {
	return delimiter === '' ? path : path.slice(path.lastIndexOf(delimiter) + delimiter.length);
}

function parentOf(path: string, delimiter: string): FolderPath | null {
	const at = delimiter === '' ? -1 : path.lastIndexOf(delimiter);
	return at > 0 ? (path.slice(0, at) as FolderPath) : null;
}

/** Orders a tree: INBOX, then folders with a role, then by name, each folder followed by those below it. */
function inTreeOrder(folders: readonly Folder[]): Folder[] {
	const known = new Set(folders.map((folder) => folder.path));
	const below = new Map<FolderPath | null, Folder[]>();
	for (const folder of folders) {
		const parent = folder.parent !== null && known.has(folder.parent) ? folder.parent : null;
		below.set(parent, [...(below.get(parent) ?? []), folder]);
	}
	const rank = (folder: Folder) => (folder.role === null ? ORDER.length : ORDER.indexOf(folder.role));
	const sorted: Folder[] = [];
	const stack: Folder[] = [];
	const push = (parent: FolderPath | null) => {
		const children = below.get(parent) ?? [];
		children.sort(
			(a, b) => rank(b) - rank(a) || collator.compare(b.name, a.name) || (b.path < a.path ? -1 : 1)
		);
		stack.push(...children);
	};
	push(null);
	for (let next = stack.pop(); next; next = stack.pop()) {
		sorted.push(next);
		push(next.path);
	}
	return sorted;
}

/** Steps between folders that the server does not hold as folders: shown so that the tree hangs together. */
function addMissingParents(found: Map<FolderPath, ListedFolder & { path: FolderPath }>): void {
	for (const { path, delimiter } of [...found.values()]) {
		for (let up = parentOf(path, delimiter); up && !found.has(up); up = parentOf(up, delimiter)) {
			const attributes = new Set(['\\noselect']);
			found.set(up, { path: up, wireName: up, attributes, delimiter, subscribed: false, items: new Map() });
		}
	}
}

/** All folders of the account as the server has them now, in the order of the tree. Names with control characters are left out. */
export async function readFolders(imap: Wire): Promise<Folder[]> {
	const listed = (await listFolders(imap)).slice(0, MAX_FOLDERS);
	const found = new Map<FolderPath, ListedFolder & { path: FolderPath }>();
	for (const each of listed) {
		const name = decodeFolderName(each.wireName);
		const path = parseFolderPath(/^inbox$/i.test(name) ? 'INBOX' : name);
		if (path && !each.attributes.has('\\nonexistent')) found.set(path, { ...each, path });
	}
	addMissingParents(found);
	const role = roles([...found.values()]);
	const folders = [...found.values()].map((each): Folder => ({
		path: each.path,
		name: lastStep(each.path, each.delimiter),
		delimiter: each.delimiter,
		parent: parentOf(each.path, each.delimiter),
		role: role.get(each.path) ?? null,
		subscribed: each.subscribed || each.path === 'INBOX',
		selectable: !each.attributes.has('\\noselect'),
		total: each.items.get('MESSAGES') ?? 0,
		unseen: each.items.get('UNSEEN') ?? 0
	}));
	return inTreeOrder(folders);
}
