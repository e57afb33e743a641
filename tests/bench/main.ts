/**
 * `npm run bench`: what the product takes, beside the raw IMAP command it cannot be faster than, in the same run on
 * the same mail. Prints a table and writes tests/bench/out/latest.json.
 *
 *   npm run bench -- [--only ID,ID] [--rounds 15] [--users 20] [--seconds 15]
 */
import { parseArgs } from 'node:util';
import { arrive, send5 } from './delivery.ts';
import { inBrowser } from './in-browser.ts';
import { load, memory } from './load.ts';
import { busyCores } from './measure.ts';
import { openPair, operations } from './operations.ts';
import { print, write, type Report } from './report.ts';
import { sanitizing } from './sanitize.ts';
import { setUp } from './stand.ts';

const { values } = parseArgs({
	options: {
		only: { type: 'string', default: '' },
		rounds: { type: 'string', default: '15' },
		users: { type: 'string', default: '20' },
		seconds: { type: 'string', default: '15' }
	}
});
const only = values.only.split(',').filter(Boolean);
const wanted = (id: string) => only.length === 0 || only.includes(id);
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const say = (line: string) => console.error(line);

const others = await busyCores(3000);
const stand = await setUp(Number(values.users), say);
const report: Report = { when: new Date().toISOString(), others, ops: {}, load: {}, failed: {} };
const part = async (id: string, run: () => Promise<void>) => {
	if (!wanted(id)) return;
	say(id);
	await run().catch((error: Error) => void (report.failed[id] = error.message));
};
try {
	const pair = await openPair(stand);
	for (const [id, run] of Object.entries({ ...operations, send5, arrive, ...sanitizing })) {
		await part(id, async () => void (report.ops[id] = await run(stand, pair, rounds)));
	}
	pair.web.close();
	pair.raw.close();
	await part('browser', async () => {
		const { login, open20, first } = await inBrowser(stand, Math.min(rounds, 15));
		Object.assign(report.ops, { 'login-browser': login, 'open20-browser': open20 });
		report.first = first;
	});
	await part('memory', async () => void (report.memory = await memory(stand, stand.small)));
	await part(
		'busy1',
		async () => void (report.load.busy1 = await load(stand, stand.small.slice(0, 1), seconds))
	);
	await part(
		'busy20',
		async () => void (report.load.busy20 = await load(stand, stand.small.slice(0, 20), seconds))
	);
	await part('shared20', async () => {
		report.load.shared20 = await load(
			stand,
			Array.from({ length: 20 }, () => stand.large),
			seconds
		);
	});
} finally {
	await stand.end();
}
print(report);
write(report);
process.exitCode = Object.keys(report.failed).length > 0 ? 1 : 0;
