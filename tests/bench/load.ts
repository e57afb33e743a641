import type { ListWindow } from '../../src/lib/mail/summary.ts';
import type { BedAccount } from '../bed/accounts.ts';
import { HttpSession } from '../bed/http-session.ts';
import { busyCores, cpuSeconds, quantile } from './measure.ts';
import { resident } from './operations.ts';
import type { Stand } from './stand.ts';

/** What a crowd got in a loop of list and open, without a pause. */
export interface Load {
	readonly users: number;
	readonly seconds: number;
	readonly requests: number;
	readonly perSecond: number;
	readonly p50: number;
	readonly p99: number;
	readonly errors: number;
	/** Processor time of the web process per request, ms. */
	readonly cpu: number;
	/** Resident memory of the web process at the end, MB. */
	readonly memory: number;
}

const tenth = (value: number) => Math.round(value * 10) / 10;

async function user(origin: string, account: BedAccount) {
	const web = await HttpSession.signedIn(origin, account);
	const imap = await account.imap();
	await imap.select('INBOX');
	const [uid] = await imap.search('SUBJECT "BENCH 20k"');
	imap.close();
	const paths = ['/api/folders/INBOX/messages?from=0&count=50', `/api/folders/INBOX/messages/${uid}`];
	for (const path of paths) await web.get<ListWindow>(path);
	return { web, paths };
}

/** Lets each account list and open as fast as it is answered, for `seconds`. */
export async function load(stand: Stand, accounts: readonly BedAccount[], seconds: number): Promise<Load> {
	const { origin, pid } = stand.product;
	const users = [];
	for (const account of accounts) users.push(await user(origin, account));
	const times: number[] = [];
	let errors = 0;
	const cpu = cpuSeconds(pid);
	const from = performance.now();
	await Promise.all(
		users.map(async ({ web, paths }) => {
			while (performance.now() - from < seconds * 1000) {
				for (const path of paths) {
					const answer = await web.request(path).catch(() => null);
					if (answer?.status === 200) times.push(answer.ms);
					else errors++;
				}
			}
		})
	);
	const took = (performance.now() - from) / 1000;
	const used = cpuSeconds(pid) - cpu;
	for (const { web } of users) web.close();
	return {
		users: users.length,
		seconds: tenth(took),
		requests: times.length,
		perSecond: tenth(times.length / took),
		p50: tenth(quantile(times, 0.5)),
		p99: tenth(quantile(times, 0.99)),
		errors,
		cpu: tenth((used * 1000) / times.length),
		memory: resident(pid)
	};
}

/** Memory of the web process: just started, and with each account signed in and its list open. */
export async function memory(stand: Stand, accounts: readonly BedAccount[]) {
	await stand.restart();
	await busyCores(3000);
	const idle = resident(stand.product.pid);
	const sessions = [];
	for (const account of accounts) {
		const web = await HttpSession.signedIn(stand.product.origin, account);
		await web.request('/mail/INBOX');
		await web.get('/api/folders');
		sessions.push(web);
	}
	await busyCores(3000);
	const signedIn = resident(stand.product.pid);
	for (const web of sessions) web.close();
	return { idle, signedIn, users: accounts.length };
}
