import { readFileSync } from 'node:fs';
import type { Action, ActionResult } from '../../src/lib/mail/action.ts';
import type { ListWindow } from '../../src/lib/mail/summary.ts';
import { HttpSession } from '../bed/http-session.ts';
import type { ImapSession } from '../bed/imap-session.ts';
import { compare, type Comparison } from './measure.ts';
import type { Stand } from './stand.ts';

/** What a row of the list needs, as a careful client asks for it. */
const ROW = '(UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE)';
const folder = (name: string) => `/api/folders/${encodeURIComponent(name)}`;

/** A signed-in session and a raw connection of the large account, with what both know of it. */
export interface Pair {
	readonly web: HttpSession;
	readonly raw: ImapSession;
	readonly total: number;
	readonly uidValidity: string;
}

export async function openPair(stand: Stand): Promise<Pair> {
	const web = await HttpSession.signedIn(stand.product.origin, stand.large);
	const raw = await stand.large.imap();
	const total = await raw.select('INBOX');
	const { uidValidity } = await web.get<ListWindow>(`${folder('INBOX')}/messages?from=0&count=1`);
	return { web, raw, total, uidValidity };
}

async function read(web: HttpSession, path: string): Promise<number> {
	const { status, ms, body } = await web.request(path);
	if (status !== 200) throw new Error(`${path}: ${status} ${body.toString().slice(0, 200)}`);
	return ms;
}

const list = (name: string, from: number, more = '') =>
	`${folder(name)}/messages?from=${from}&count=50${more}`;

type Operation = (stand: Stand, pair: Pair, n: number) => Promise<Comparison>;

async function act(web: HttpSession, name: string, uids: number[], uidValidity: string, action: Action) {
	const answer = await web.json('POST', `${folder(name)}/actions`, { uidValidity, choice: { uids }, action });
	if (answer.status !== 200) throw new Error(`${action.kind}: ${answer.status} ${answer.body.toString()}`);
	return { ms: answer.ms, result: JSON.parse(answer.body.toString()) as ActionResult };
}

/** All rows of a folder of at most 1,000, as the browser would hold them. */
async function whole(web: HttpSession, name: string): Promise<{ uids: number[]; uidValidity: string }> {
	const uids: number[] = [];
	for (;;) {
		const window = await web.get<ListWindow>(`${folder(name)}/messages?from=${uids.length}&count=100`);
		uids.push(...window.rows.map(({ uid }) => uid));
		if (uids.length >= window.total || window.rows.length === 0)
			return { uids, uidValidity: window.uidValidity };
	}
}

function open(subject: string): Operation {
	return async (_stand, { web, raw }, n) => {
		const [uid] = await raw.search(`SUBJECT "${subject}"`);
		if (uid === undefined) throw new Error(`There is no message “${subject}”.`);
		return compare(
			n,
			() => read(web, `${folder('INBOX')}/messages/${uid}`),
			async () => void (await raw.command(`UID FETCH ${uid} (UID FLAGS ENVELOPE BODYSTRUCTURE BODY.PEEK[1])`))
		);
	};
}

function search(words: string, key: string, rounds?: number): Operation {
	return (_stand, { web, raw }, n) =>
		compare(
			rounds ?? n,
			() => read(web, list('INBOX', 0, `&q=${encodeURIComponent(words)}`)),
			async () => void (await raw.command(`UID SEARCH ${key}`))
		);
}

/** By the ids of the list of operations; each beside the raw command on a warm connection. */
export const operations: Record<string, Operation> = {
	login: (stand, { total }, n) =>
		compare(
			n,
			async () => {
				const from = performance.now();
				const web = await HttpSession.signedIn(stand.product.origin, stand.large);
				await read(web, list('INBOX', 0));
				web.close();
				return performance.now() - from;
			},
			async () => {
				const raw = await stand.large.imap();
				await raw.select('INBOX');
				await raw.command(`FETCH ${total - 49}:${total} ${ROW}`);
				raw.close();
			},
			'sign-in and first 50 rows; floor: connect, LOGIN, SELECT, FETCH'
		),
	list: (_stand, { web, raw, total }, n) =>
		compare(
			n,
			() => read(web, list('INBOX', 0)),
			async () => void (await raw.command(`FETCH ${total - 49}:${total} ${ROW}`)),
			'the 50 newest, seen before'
		),
	listnew: (_stand, { web, raw, total }, n) =>
		compare(
			n,
			(round) => read(web, list('INBOX', 1000 + round * 50)),
			async (round) => {
				const last = total - 1000 - round * 50;
				await raw.command(`FETCH ${last - 49}:${last} ${ROW}`);
			},
			'50 rows nobody has seen yet'
		),
	middle: (_stand, { web, raw, total }, n) =>
		compare(
			n,
			(round) => read(web, list('INBOX', Math.floor(total / 2) - round * 1000)),
			async (round) => {
				const last = Math.ceil(total / 2) + round * 1000;
				await raw.command(`FETCH ${last - 49}:${last} ${ROW}`);
			},
			'50 rows in the middle, another place each time'
		),
	middleagain: (_stand, { web, raw, total }, n) =>
		compare(
			n,
			() => read(web, list('INBOX', Math.floor(total / 2))),
			async () =>
				void (await raw.command(`FETCH ${Math.ceil(total / 2) - 49}:${Math.ceil(total / 2)} ${ROW}`)),
			'the same 50 rows in the middle'
		),
	sort: (_stand, { web, raw }, n) =>
		compare(
			n,
			() => read(web, list('INBOX', 0, '&sort=subject&order=asc')),
			async () => void (await raw.command('UID SORT (SUBJECT) UTF-8 ALL'))
		),
	open20: open('BENCH 20k'),
	open73: open('BENCH newsletter'),
	open10M: open('BENCH 10M'),
	mark: async (_stand, { web, raw, uidValidity }, n) => {
		const [uid] = await raw.search('SUBJECT "BENCH 20k"');
		return compare(
			n,
			async (round) => {
				const action = { kind: 'flag', flag: 'flagged', on: round % 2 === 0 } as const;
				return (await act(web, 'INBOX', [uid!], uidValidity, action)).ms;
			},
			async (round) =>
				void (await raw.command(`UID STORE ${uid} ${round % 2 ? '-' : '+'}FLAGS.SILENT (\\Answered)`))
		);
	},
	mark1000: async (_stand, { web, raw }, n) => {
		const { uids, uidValidity } = await whole(web, 'Bulk1000');
		await raw.select('Bulk1000');
		const result = await compare(
			n,
			async (round) =>
				(await act(web, 'Bulk1000', uids, uidValidity, { kind: 'flag', flag: 'seen', on: round % 2 === 0 }))
					.ms,
			async (round) =>
				void (await raw.command(`UID STORE 1:* ${round % 2 ? '-' : '+'}FLAGS.SILENT (\\Answered)`))
		);
		await raw.select('INBOX');
		return result;
	},
	move1000: async (_stand, { web, raw }, n) => {
		const [here, there] = ['Bulk1000', 'Bulk-Target'] as const;
		let at: string = here;
		const result = await compare(
			n,
			async () => {
				const to = at === here ? there : here;
				const { uids, uidValidity } = await whole(web, at);
				const { ms } = await act(web, at, uids, uidValidity, { kind: 'move', to: to as never });
				at = to;
				return ms;
			},
			async () => {
				const to = at === here ? there : here;
				await raw.select(at);
				const from = performance.now();
				await raw.command(`UID MOVE 1:* "${to}"`);
				const ms = performance.now() - from;
				at = to;
				return ms;
			}
		);
		await raw.select('INBOX');
		return result;
	},
	subject: search('subject:Kestrel', 'SUBJECT Kestrel'),
	body: search('zanzibarquartz', 'TEXT zanzibarquartz', 1)
};

/** Resident memory of a process, MB, as the kernel counts it. */
export function resident(pid: number): number {
	const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
	return Math.round(kilobytes / 102.4) / 10;
}
