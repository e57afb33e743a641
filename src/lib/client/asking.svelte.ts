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

/** The one question on the table, and apart from it the request to sign in again. */
export class Asking {
	question = $state.raw<Question | null>(null);
	#again = $state.raw<((done: boolean) => void) | null>(null);
	#signingIn: Promise<boolean> | null = null;

	get again(): boolean {
		return this.#again !== null;
	}

	/** Asks for the password once, however many requests wait for it. True: it was given, try again. */
	signInAgain(): Promise<boolean> {
		this.#signingIn ??= new Promise<boolean>((done) => (this.#again = done)).finally(() => {
			this.#signingIn = null;
		});
		return this.#signingIn;
	}

	/** Answers `signInAgain`. */
	signedIn(done: boolean): void {
		this.#again?.(done);
		this.#again = null;
	}
}
