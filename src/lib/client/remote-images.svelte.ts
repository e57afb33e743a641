import { messagePath, type OpenMessage } from '$lib/mail/open-message';
import { api } from './api';

/** Addresses that can be asked for at once, and their longest, characters. */
const MAX_ASKED = 500;
const MAX_ADDRESS = 4000;
/** How long the answers are good for at the least, ms. */
const GOOD = 11 * 60 * 60_000;

/**
 * Grows with each change of any message. Not a state of each: what an effect makes and reads itself does not call
 * it again (Svelte), and whoever asks for a message first makes its entry.
 */
let turn = $state(0);

/** Whether the remote pictures of one open message are shown, and by which addresses of ours. */
export class RemoteImages {
	/** The reader has decided for this message, so a choice for all of the sender's mail changes nothing here. */
	decided = false;
	readonly #message: OpenMessage;
	#asked = 0;
	#allowed: ReadonlyMap<string, string> = new Map();
	#busy = false;

	constructor(message: OpenMessage) {
		this.#message = message;
	}

	/** Empty while nothing may be loaded. */
	get allowed(): ReadonlyMap<string, string> {
		void turn;
		return this.#allowed;
	}

	get busy(): boolean {
		void turn;
		return this.#busy;
	}

	get fresh(): boolean {
		return this.#allowed.size === 0 || Date.now() - this.#asked < GOOD;
	}

	/** Asks leave for the addresses; the message is then built again. Errors: `ApiProblem`. */
	async show(wanted: readonly string[]): Promise<void> {
		this.decided = true;
		this.#busy = true;
		turn++;
		try {
			const { folder, uid, part } = this.#message;
			const addresses = wanted.filter(({ length }) => length <= MAX_ADDRESS).slice(0, MAX_ASKED);
			const answer = await api.post<{ images: [string, string][] }>(`${messagePath(folder, uid)}/images`, {
				addresses,
				part
			});
			this.#asked = Date.now();
			this.#allowed = new Map(answer.images);
		} finally {
			this.#busy = false;
			turn++;
		}
	}

	hide(): void {
		this.decided = true;
		this.#allowed = new Map();
		turn++;
	}
}

const known = new WeakMap<OpenMessage, RemoteImages>();

/** What was decided about this message; kept as long as the message is. */
export function remoteImages(message: OpenMessage): RemoteImages {
	const before = known.get(message);
	if (before?.fresh) return before;
	const made = new RemoteImages(message);
	known.set(message, made);
	return made;
}
