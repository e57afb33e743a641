/** Pictures that are loaded at once: some connections stay free for the app, however slow another server is. */
const AT_ONCE = 3;

interface Waiting {
	readonly url: string;
	readonly arrived: () => void;
}

/**
 * Loads pictures a few at a time. Each is loaded by the page itself, which hears of its end in every browser, and
 * put into the message only then; so one that never comes leaves its words standing there.
 */
export class RemoteLoading {
	readonly #waiting: Waiting[] = [];
	readonly #loading = new Set<HTMLImageElement>();
	#stopped = false;

	/** Calls `arrived` when the picture is in the browser's cache; never when it cannot be had. */
	load(url: string, arrived: () => void): void {
		this.#waiting.push({ url, arrived });
		this.#next();
	}

	/** The message is left: nothing more is begun, what is under way is broken off. */
	stop(): void {
		this.#stopped = true;
		this.#waiting.length = 0;
		for (const image of this.#loading) image.src = '';
		this.#loading.clear();
	}

	#next(): void {
		while (!this.#stopped && this.#loading.size < AT_ONCE) {
			const next = this.#waiting.shift();
			if (!next) return;
			const image = new Image();
			const done = (): void => {
				this.#loading.delete(image);
				this.#next();
			};
			image.addEventListener('load', () => {
				if (!this.#stopped) next.arrived();
				done();
			});
			image.addEventListener('error', done);
			this.#loading.add(image);
			image.src = next.url;
		}
	}
}
