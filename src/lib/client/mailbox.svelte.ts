import type { Folder, FolderRole } from '$lib/mail/folder';
import type { FolderPath } from '$lib/mail/ids';
import { api, folderApi } from './api';

/** A folder in the order and depth the tree shows it. */
export interface Branch {
	readonly folder: Folder;
	/** From 1. Folders with a role of their own stand at the top, whatever holds them. */
	readonly level: number;
	readonly hasChildren: boolean;
	readonly parent: FolderPath | null;
	/** It has a role, or lies in a folder that has one. */
	readonly special: boolean;
}

const ROLES: readonly FolderRole[] = [
	'inbox',
	'flagged',
	'drafts',
	'sent',
	'archive',
	'all',
	'junk',
	'trash'
];

/** The folders of the account and their counts, kept up by the event stream and by what the person does. */
export class Mailbox {
	#folders = $state.raw<readonly Folder[]>([]);

	#byPath = $derived(new Map(this.#folders.map((folder) => [folder.path as string, folder])));
	#branches = $derived(arrange(this.#folders));

	constructor(folders: readonly Folder[]) {
		this.#folders = folders;
	}

	get folders(): readonly Folder[] {
		return this.#folders;
	}

	/** All folders as the tree shows them when everything is open. */
	get branches(): readonly Branch[] {
		return this.#branches;
	}

	find(path: string): Folder | undefined {
		return this.#byPath.get(path);
	}

	role(role: FolderRole): Folder | undefined {
		return this.#folders.find((folder) => folder.role === role);
	}

	replace(folders: readonly Folder[]): void {
		this.#folders = folders;
	}

	/** Asks the server for all of it again. Errors: `ApiProblem`. */
	async refresh(): Promise<void> {
		this.#folders = await api.get<Folder[]>('/api/folders');
	}

	/** Changes a folder's counts by what the person just did; the server's own count follows. */
	adjust(path: string, by: { total?: number; unseen?: number }): void {
		this.#change(path, (folder) => ({
			...folder,
			total: Math.max(0, folder.total + (by.total ?? 0)),
			unseen: Math.max(0, folder.unseen + (by.unseen ?? 0))
		}));
	}

	/** Takes over the server's own counts. */
	count(path: string, counts: { total?: number; unseen?: number }): void {
		this.#change(path, (folder) => ({
			...folder,
			total: counts.total ?? folder.total,
			unseen: counts.unseen ?? folder.unseen
		}));
	}

	async create(path: string): Promise<void> {
		await api.post('/api/folders', { path });
		await this.refresh();
	}

	async rename(path: string, to: string): Promise<void> {
		await api.patch(folderApi(path), { rename: to });
		await this.refresh();
	}

	async subscribe(path: string, on: boolean): Promise<void> {
		this.#change(path, (folder) => ({ ...folder, subscribed: on }));
		await api.patch(folderApi(path), { subscribed: on }).catch(async (problem: unknown) => {
			await this.refresh();
			throw problem;
		});
	}

	async remove(path: string): Promise<void> {
		await api.delete(folderApi(path));
		await this.refresh();
	}

	#change(path: string, change: (folder: Folder) => Folder): void {
		if (!this.#byPath.has(path)) return;
		this.#folders = this.#folders.map((folder) => (folder.path === path ? change(folder) : folder));
	}
}

function arrange(folders: readonly Folder[]): Branch[] {
	const paths = new Set(folders.map((folder) => folder.path));
	const special = (folder: Folder) => folder.role !== null;
	const children = new Map<FolderPath | null, Folder[]>();
	for (const folder of folders) {
		const parent = special(folder) ? null : nearest(folder, paths, folders);
		children.set(parent, [...(children.get(parent) ?? []), folder]);
	}
	const branches: Branch[] = [];
	const walk = (parent: FolderPath | null, level: number, inside = false): void => {
		for (const folder of (children.get(parent) ?? []).sort(compare)) {
			const hasChildren = (children.get(folder.path)?.length ?? 0) > 0;
			const above = inside || special(folder);
			branches.push({ folder, level, hasChildren, parent, special: above });
			walk(folder.path, level + 1, above);
		}
	};
	walk(null, 1);
	return branches;
}

/** The folder it hangs below. Below INBOX counts as the top: many servers put everything there. */
function nearest(
	folder: Folder,
	paths: ReadonlySet<FolderPath>,
	folders: readonly Folder[]
): FolderPath | null {
	const parent = folder.parent;
	if (parent === null || !paths.has(parent)) return null;
	return folders.find((other) => other.path === parent)?.role === 'inbox' ? null : parent;
}

function compare(a: Folder, b: Folder): number {
	const rank = (folder: Folder) => (folder.role === null ? ROLES.length : ROLES.indexOf(folder.role));
	return rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' });
}
