import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../bed/build.ts';
import type { Visit } from './visit.ts';

/** One run of one browser, as it is kept in `tests/corpus/out`. */
export interface Run {
	readonly browser: string;
	readonly date: string;
	/** Items that were chosen; fewer visits mean that the run was cut short. */
	readonly chosen: number;
	/** Every so many items were also answered, forwarded and printed. */
	readonly each: number;
	readonly visits: readonly Visit[];
}

/** The run without locks: how many of the items that are live on a bare page fired here too. */
export interface ControlRun {
	readonly browser: string;
	readonly date: string;
	readonly tally: Readonly<Record<'exec' | 'net', { readonly live: number; readonly seen: number }>>;
	readonly silent: readonly string[];
}

export const outFolder = join(root, 'tests/corpus/out');

export function keep(name: string, run: Run | ControlRun): void {
	mkdirSync(outFolder, { recursive: true });
	writeFileSync(join(outFolder, `${name}.json`), `${JSON.stringify(run, null, '\t')}\n`);
}
