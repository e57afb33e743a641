/** Things a person can do from anywhere on the page, by key or button. */
export type CommandName =
	| 'next'
	| 'previous'
	| 'open'
	| 'close'
	| 'select'
	| 'select-all'
	| 'archive'
	| 'delete'
	| 'unread'
	| 'flag'
	| 'junk'
	| 'phishing'
	| 'move'
	| 'reply'
	| 'reply-all'
	| 'forward'
	| 'compose'
	| 'search'
	| 'undo'
	| 'help'
	| 'folders'
	| `go-${'inbox' | 'drafts' | 'sent' | 'archive' | 'junk' | 'trash' | 'folder'}`;

type Runs = Partial<Record<CommandName, () => void>>;

/**
 * Who answers to a command right now. A part of the page registers what it can do while it is shown; the part
 * shown last goes first.
 */
export class Commands {
	#parts: Runs[] = [];
	/** Single keys may be switched off (WCAG 2.1.4). */
	keys = $state(true);

	/** Registers a part. Returns what takes it out again; made for `$effect(() => commands.add({ … }))`. */
	add(runs: Runs): () => void {
		this.#parts.push(runs);
		return () => {
			this.#parts = this.#parts.filter((part) => part !== runs);
		};
	}

	/** Runs a command. Returns false when nobody answers to it here. */
	run(name: CommandName): boolean {
		const part = this.#parts.findLast((part) => part[name]);
		part?.[name]?.();
		return part !== undefined;
	}
}
