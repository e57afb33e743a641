import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FirstLoad } from './in-browser.ts';
import type { Load } from './load.ts';
import type { Comparison } from './measure.ts';

/** All figures of one run. */
export interface Report {
	readonly when: string;
	/** Cores that were busy before anything was started: above 0.2 the machine was shared. */
	readonly others: number;
	readonly ops: Record<string, Comparison>;
	readonly load: Record<string, Load>;
	/** Operations that could not be measured, with the reason. */
	readonly failed: Record<string, string>;
	memory?: { idle: number; signedIn: number; users: number };
	first?: FirstLoad;
}

/** Warm, an operation may take this many times the floor and this many milliseconds more. */
const AIM = { times: 1.5, more: 8 };

const SHARED = 0.2;

function table(head: string[], rows: (string | number)[][]): string {
	const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const within = ({ ours, floor }: Comparison) =>
	floor === null ? '' : ours.median <= AIM.times * floor.median + AIM.more ? 'yes' : 'no';

/** Prints the report as tables in Markdown, as docs/performance.md shows them. */
export function print(report: Report): void {
	const rows = Object.entries(report.ops).map(([id, one]) => [
		id,
		one.ours.median,
		one.ours.p90,
		one.ours.first,
		one.floor?.median ?? '–',
		one.ratio ?? '–',
		within(one),
		one.note ?? ''
	]);
	const shared = report.others > SHARED ? ` (shared machine: ${report.others} cores were busy before)` : '';
	console.log(`\n${report.when.slice(0, 10)}, medians in milliseconds${shared}\n`);
	console.log(table(['operation', 'ours', 'p90', 'first', 'raw', 'ratio', '≤ 1.5 × raw + 8', ''], rows));
	const loads = Object.entries(report.load).map(([id, one]) => [
		...[id, one.users, one.perSecond, one.p50, one.p99, one.errors, one.cpu, one.memory]
	]);
	if (loads.length > 0) {
		const head = ['load', 'users', 'requests/s', 'p50 ms', 'p99 ms', 'errors', 'CPU ms/request', 'memory MB'];
		console.log(`\n${table(head, loads)}`);
	}
	const { memory, first } = report;
	if (memory)
		console.log(`\nMemory: ${memory.idle} MB idle, ${memory.signedIn} MB with ${memory.users} signed in.`);
	if (first)
		console.log(
			`First load: ${first.kilobytes} kB in ${first.requests} requests, ${first.scriptKilobytes} kB of it script.`
		);
	for (const [id, why] of Object.entries(report.failed)) console.log(`FAILED ${id}: ${why}`);
}

export function write(report: Report): void {
	const out = join(import.meta.dirname, 'out');
	mkdirSync(out, { recursive: true });
	writeFileSync(join(out, 'latest.json'), JSON.stringify(report, null, '\t'));
}
