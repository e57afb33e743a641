import type { Folder } from '$lib/mail/folder';
import type { Target } from './acting.svelte';

/** What the page asks in a dialog. */
export type Question =
	| { readonly kind: 'move'; readonly target: Target }
	| { readonly kind: 'copy'; readonly target: Target }
	| { readonly kind: 'go' }
	| { readonly kind: 'new-folder'; readonly parent: Folder | null }
	| { readonly kind: 'rename-folder'; readonly folder: Folder }
	| { readonly kind: 'move-folder'; readonly folder: Folder }
	| { readonly kind: 'keys' };

/** A question that several requests may wait for together; asked once. */
class Shared {
	#done = $state.raw<((done: boolean) => void) | null>(null);
	#waiting: Promise<boolean> | null = null;

	get open(): boolean {
		return this.#done !== null;
	}

	ask(): Promise<boolean> {
		this.#waiting ??= new Promise<boolean>((done) => (this.#done = done)).finally(() => {
			this.#waiting = null;
		});
		return this.#waiting;
	}

	answer(done: boolean): void {
		this.#done?.(done);
		this.#done = null;
	}
}

/** The one question on the table, and apart from it the requests to sign in again and to prove oneself. */
export class Asking {
	question = $state.raw<Question | null>(null);
	#again = new Shared();
	#proof = new Shared();

	get again(): boolean {
		return this.#again.open;
	}

	/** The mail server no longer let the account in. */
	refused = $state(false);

	/** Asks for the password once, however many requests wait for it. True: it was given, try again. */
	signInAgain(refused = false): Promise<boolean> {
		this.refused = refused;
		return this.#again.ask();
	}

	/** Answers `signInAgain`. */
	signedIn(done: boolean): void {
		this.#again.answer(done);
	}

	/** A factor, shown once more, is asked for. */
	get proof(): boolean {
		return this.#proof.open;
	}

	/** Asks for a factor once, however many actions wait for it. True: it was shown, try again. */
	stepUp(): Promise<boolean> {
		return this.#proof.ask();
	}

	/** Answers `stepUp`. */
	proved(done: boolean): void {
		this.#proof.answer(done);
	}
}
