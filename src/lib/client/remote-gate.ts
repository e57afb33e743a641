import { cleanLink } from '$lib/mail/link-cleaning';
import { imageSource } from '$lib/mail/message-url';
import { isTracker } from '$lib/mail/trackers';

/** How often something happened at each host. */
export type ByHost = ReadonlyMap<string, number>;

/** What became of the addresses in a message, for the strip above it. */
export interface RemoteReport {
	/** Pictures that were not loaded, and those that were, through this server. */
	readonly left: ByHost;
	readonly shown: ByHost;
	/** Pictures that only tell the sender about the reader; never loaded. */
	readonly trackers: ByHost;
	/** Addresses to ask leave for, before the pictures left out can be shown. */
	readonly wanted: readonly string[];
	/** Links whose tracking was cut, as they were; only the first are listed. */
	readonly links: readonly string[];
	readonly cut: number;
}

/** Links listed as they were. */
const MAX_LISTED = 100;

/** Stands between a message that is being built and everything its addresses name. One for each building. */
export class RemoteGate {
	readonly #allowed: ReadonlyMap<string, string>;
	readonly #left = new Map<string, number>();
	readonly #shown = new Map<string, number>();
	readonly #trackers = new Map<string, number>();
	readonly #wanted = new Set<string>();
	readonly #links = new Set<string>();
	#cut = 0;

	/** `allowed`: the address here of each picture that may be loaded. */
	constructor(allowed: ReadonlyMap<string, string>) {
		this.#allowed = allowed;
	}

	/**
	 * What a picture is loaded by: our own address, null while it is not allowed, `tracker` when it never is.
	 * `tiny`: nobody is meant to see it. What is no web address is null too, and counts as nothing.
	 */
	picture(written: string, tiny = false): string | null | 'tracker' {
		const source = imageSource(written);
		if (source.kind !== 'remote') return null;
		if (tiny || isTracker(source.url)) {
			count(this.#trackers, source.host);
			return 'tracker';
		}
		const url = this.#allowed.get(source.url) ?? null;
		count(url ? this.#shown : this.#left, source.host);
		if (!url) this.#wanted.add(source.url);
		return url;
	}

	/** Counts something that is never loaded, such as a picture for another screen. */
	leave(written: string): null {
		const source = imageSource(written);
		if (source.kind === 'remote') count(this.#left, source.host);
		return null;
	}

	/** A link as it may be opened: without what it tells about the reader. */
	link(href: string): string {
		const clean = cleanLink(href);
		if (!clean) return href;
		this.#cut++;
		if (this.#links.size < MAX_LISTED) this.#links.add(href);
		return clean.href;
	}

	report(): RemoteReport {
		return {
			left: this.#left,
			shown: this.#shown,
			trackers: this.#trackers,
			wanted: [...this.#wanted],
			links: [...this.#links],
			cut: this.#cut
		};
	}
}

function count(of: Map<string, number>, host: string): void {
	of.set(host, (of.get(host) ?? 0) + 1);
}

/** All of them together. */
export function total(of: ByHost): number {
	return [...of.values()].reduce((sum, n) => sum + n, 0);
}
