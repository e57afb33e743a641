/**
 * Whether the mail can be reached: `cut` when this browser does not reach our server, `away` when our server does
 * not reach the mail server. `since` is ms since 1970.
 */
export class Connection {
	#cut = $state(false);
	#away = $state(false);
	#since = $state(0);
	/** Called when everything is reachable again. */
	#back = new Set<() => void>();
	#patience: ReturnType<typeof setTimeout> | undefined;

	get state(): 'up' | 'cut' | 'away' {
		return this.#cut ? 'cut' : this.#away ? 'away' : 'up';
	}

	/** When it was last well. */
	get since(): number {
		return this.#since;
	}

	onBack(run: () => void): () => void {
		this.#back.add(run);
		return () => this.#back.delete(run);
	}

	cut(): void {
		if (this.state === 'up') this.#since = Date.now();
		// A stream that ends and opens again within a moment (a restart, a proxy's limit) is nobody's business.
		this.#patience ??= setTimeout(() => (this.#cut = true), 1_500);
	}

	away(): void {
		if (this.state === 'up') this.#since = Date.now();
		this.#away = true;
	}

	/** The way to our server is open again. */
	joined(): void {
		const was = this.#patience !== undefined;
		clearTimeout(this.#patience);
		this.#patience = undefined;
		this.#cut = false;
		if (was) this.#tell();
	}

	/** The mail server answers again. */
	up(): void {
		const was = this.#away;
		this.#away = false;
		if (was) this.#tell();
	}

	#tell(): void {
		if (this.state !== 'up') return;
		for (const run of this.#back) run();
	}
}
