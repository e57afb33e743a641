import type { HtmlItem } from './items.ts';
import { visit, type Extent, type Visit } from './visit.ts';
import { Worker, type WorkerOptions } from './worker.ts';

/** Browsers side by side: most of a visit is waiting, and two cores carry two of them. */
const SIZE = Number(process.env.CORPUS_CREW ?? 2);

/** Several workers that share out items among them. */
export class Crew {
	readonly #workers: Worker[];

	private constructor(workers: Worker[]) {
		this.#workers = workers;
	}

	static async open(options: WorkerOptions): Promise<Crew> {
		return new Crew(await Promise.all(Array.from({ length: SIZE }, () => Worker.open(options))));
	}

	get version(): string {
		return this.#workers[0]?.version ?? '';
	}

	/** Visits every item once, in any order. */
	async visitAll(
		items: readonly HtmlItem[],
		uids: ReadonlyMap<string, number>,
		extent: (item: HtmlItem, index: number) => Extent
	): Promise<Visit[]> {
		const visits: Visit[] = [];
		let next = 0;
		const work = async (worker: Worker): Promise<void> => {
			for (let index = next++; index < items.length; index = next++) {
				const item = items[index]!;
				visits.push(await visit(worker, item, uids.get(item.id) ?? 0, extent(item, index)));
			}
		};
		await Promise.all(this.#workers.map(work));
		return visits;
	}

	async end(): Promise<void> {
		await Promise.all(this.#workers.map((worker) => worker.end()));
	}
}
