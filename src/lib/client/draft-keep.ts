import { parseDraftContent, parseDraftId, type DraftContent, type Origin } from '$lib/mail/draft';

/**
 * What is being written, kept in this browser with every pause of the typing: a reload, a crash, an expired session
 * or a server that is away lose nothing. Each entry belongs to one account; signing out clears them all
 * (`Clear-Site-Data`).
 */
export interface KeptDraft {
	readonly id: string;
	readonly content: DraftContent;
	/** The revision of the server it goes on from. */
	readonly revision: number;
	readonly origin: Origin | null;
	/** The server does not have it yet. */
	readonly dirty: boolean;
	/** ms since 1970 */
	readonly at: number;
}

const PREFIX = 'postern-draft';
const key = (account: string, id: string) => `${PREFIX} ${account} ${id}`;
const openKey = (account: string) => `${PREFIX}-open ${account}`;

/** Keeps it. Silently does without where the browser allows no storage or has no room left. */
export function keep(account: string, draft: KeptDraft): void {
	try {
		localStorage.setItem(key(account, draft.id), JSON.stringify(draft));
	} catch {
		// The server has the last save; the composer shows that state.
	}
}

export function recall(account: string, id: string): KeptDraft | null {
	try {
		return parse(localStorage.getItem(key(account, id)));
	} catch {
		return null;
	}
}

export function forget(account: string, id: string): void {
	try {
		localStorage.removeItem(key(account, id));
	} catch {
		// Nothing was kept either.
	}
}

/** Drafts the server does not have, newest first. */
export function unsaved(account: string): KeptDraft[] {
	try {
		return Object.keys(localStorage)
			.filter((name) => name.startsWith(`${PREFIX} ${account} `))
			.flatMap((name) => parse(localStorage.getItem(name)) ?? [])
			.filter(({ dirty }) => dirty)
			.sort((a, b) => b.at - a.at);
	} catch {
		return [];
	}
}

/** Which draft this tab has open; survives a reload, and belongs to no other tab. */
export function setOpen(account: string, id: string | null): void {
	try {
		if (id === null) sessionStorage.removeItem(openKey(account));
		else sessionStorage.setItem(openKey(account), id);
	} catch {
		// A reload then starts without it; the draft itself is kept.
	}
}

export function getOpen(account: string): string | null {
	try {
		return parseDraftId(sessionStorage.getItem(openKey(account)));
	} catch {
		return null;
	}
}

function parse(text: string | null): KeptDraft | null {
	if (text === null) return null;
	const value = JSON.parse(text) as Partial<KeptDraft>;
	const content = parseDraftContent(value.content);
	const id = parseDraftId(value.id);
	if (!content || id === null || typeof value.revision !== 'number') return null;
	return {
		id,
		content,
		revision: value.revision,
		origin: value.origin ?? null,
		dirty: value.dirty === true,
		at: value.at ?? 0
	};
}
