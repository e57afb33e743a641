import { browser } from '$app/environment';
import { messagePath, partPath, type OpenMessage } from '$lib/mail/open-message';
import { api, type CallOptions } from './api';

/** Messages kept, so that going back and on is at once. */
const KEPT = 30;
/** Characters of body kept in all. */
const KEPT_SIZE = 8_000_000;

/** Which view of which message. */
export interface MessageAddress {
	readonly folder: string;
	readonly uid: number;
	/** The `message/rfc822` part whose inside is meant. */
	readonly part?: string | null;
	readonly form?: 'html' | 'text';
	readonly large?: boolean;
}

/** Where a view of a message is asked for. */
export function messageUrl({ folder, uid, part, form, large }: MessageAddress): string {
	const search = new URLSearchParams();
	if (form === 'text') search.set('form', 'text');
	if (large) search.set('large', '1');
	const path = part ? `${partPath(folder, uid, part)}/message` : messagePath(folder, uid);
	return search.size > 0 ? `${path}?${search}` : path;
}

interface Kept {
	asked: Promise<OpenMessage>;
	message: OpenMessage | null;
}

/**
 * Messages that were opened or are likely to be next. What a message says never changes while its folder's
 * UIDVALIDITY stays; flags do, so whoever shows them takes them from the list.
 */
export class MessageCache {
	#kept = new Map<string, Kept>();

	/** The message if it is here, else a promise of it. Errors, in the promise: `ApiProblem`. */
	open(address: MessageAddress, options: CallOptions = {}): OpenMessage | Promise<OpenMessage> {
		const url = messageUrl(address);
		const kept = this.#kept.get(url);
		if (kept) {
			this.#kept.delete(url);
			this.#kept.set(url, kept);
			return kept.message ?? kept.asked;
		}
		const asked = api.get<OpenMessage>(url, options);
		const entry: Kept = { asked, message: null };
		this.#kept.set(url, entry);
		asked.then(
			(message) => {
				entry.message = message;
				this.#trim();
			},
			() => this.#kept.delete(url)
		);
		return asked;
	}

	/** Fetches a message that is likely to be opened next; failures wait until it is. */
	ahead(address: MessageAddress): void {
		const opened = this.open(address);
		if (opened instanceof Promise) opened.catch(() => {});
	}

	/** Puts in a message that came by another way, such as with the page. */
	keep(address: MessageAddress, message: OpenMessage): void {
		this.#kept.set(messageUrl(address), { asked: Promise.resolve(message), message });
		this.#trim();
	}

	/** The list of a message was left: whoever opens it again is told. */
	left(of: OpenMessage, at: number): void {
		for (const kept of this.#kept.values())
			if (kept.message && kept.message.folder === of.folder && kept.message.uid === of.uid) {
				kept.message = { ...kept.message, left: at };
				kept.asked = Promise.resolve(kept.message);
			}
	}

	/** Forgets what came under another UIDVALIDITY of a folder: its UIDs mean other messages now. */
	only(folder: string, uidValidity: string): void {
		for (const [url, { message }] of this.#kept)
			if (message && message.folder === folder && message.uidValidity !== uidValidity) this.#kept.delete(url);
	}

	clear(): void {
		this.#kept.clear();
	}

	#trim(): void {
		let size = 0;
		let count = 0;
		for (const [url, { message }] of [...this.#kept].reverse()) {
			size += message ? weight(message) : 0;
			if (++count > KEPT || (size > KEPT_SIZE && count > 1)) this.#kept.delete(url);
		}
	}
}

function weight(message: OpenMessage): number {
	return message.pieces.reduce((sum, piece) => {
		if (piece.kind === 'html') return sum + piece.html.length;
		return piece.kind === 'text' ? sum + piece.text.length : sum;
	}, 2000);
}

let shared: MessageCache | undefined;

/** The cache of this page. On the server each call makes a new one, so that no mail is shared between people. */
export function messageCache(): MessageCache {
	if (!browser) return new MessageCache();
	return (shared ??= new MessageCache());
}
