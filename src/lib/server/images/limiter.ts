import { Problem } from '$lib/server/problem';

interface Waiting {
	readonly who: string;
	readonly go: () => void;
}

/**
 * Lets a few jobs run at once, and of one person fewer than all, so that nobody waits behind what another has
 * asked for. Who has too many waiting already is refused, and nobody else. Errors: `remote/away`.
 */
export class Limiter {
	readonly #atOnce: number;
	readonly #each: number;
	readonly #queue: number;
	#running = 0;
	readonly #of = new Map<string, number>();
	readonly #waiting: Waiting[] = [];

	/** `each`: jobs of one person at once; `queue`: jobs of one person that may wait. */
	constructor(options: { readonly atOnce: number; readonly each: number; readonly queue: number }) {
		({ atOnce: this.#atOnce, each: this.#each, queue: this.#queue } = options);
	}

	async run<T>(who: string, job: () => Promise<T>): Promise<T> {
		await this.#enter(who);
		try {
			return await job();
		} finally {
			this.#leave(who);
		}
	}

	async #enter(who: string): Promise<void> {
		if (this.#free(who)) return this.#take(who);
		if (this.#waiting.filter((waiting) => waiting.who === who).length >= this.#queue)
			throw new Problem('remote/away');
		await new Promise<void>((go) => this.#waiting.push({ who, go }));
	}

	#free(who: string): boolean {
		return this.#running < this.#atOnce && (this.#of.get(who) ?? 0) < this.#each;
	}

	#take(who: string): void {
		this.#running++;
		this.#of.set(who, (this.#of.get(who) ?? 0) + 1);
	}

	#leave(who: string): void {
		this.#running--;
		const left = (this.#of.get(who) ?? 1) - 1;
		if (left > 0) this.#of.set(who, left);
		else this.#of.delete(who);
		const next = this.#waiting.findIndex((waiting) => this.#free(waiting.who));
		const [waiting] = next < 0 ? [] : this.#waiting.splice(next, 1);
		if (!waiting) return;
		this.#take(waiting.who);
		waiting.go();
	}
}
