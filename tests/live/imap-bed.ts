import { readFileSync } from 'node:fs';
import type { Account } from '$lib/server/account';
import type { FolderPath, Uid } from '$lib/mail/ids';
import type { PageRequest } from '$lib/mail/page-request';
import type { BedAccount } from '../bed/accounts.ts';
import type { MailServerFacts } from '../bed/mail-server.ts';

export const INBOX = 'INBOX' as FolderPath;

export const folder = (path: string): FolderPath => path as FolderPath;

/** Points the product's configuration, which is read once in a process, at this mail server. */
export function use(server: MailServerFacts): void {
	readFileSync(server.ca);
	process.env.POSTERN_IMAP = `imap://localhost:${server.ports.imap}`;
	process.env.POSTERN_CA_FILE = server.ca;
}

/** A signed-in account as hooks make it. */
export function signedIn({ address, password }: Pick<BedAccount, 'address' | 'password'>): Account {
	return { address, admin: false, credential: () => ({ kind: 'password', user: address, password }) };
}

/** A small message; further header lines go into `more`. */
export function letter(subject: string, more = '', body = 'Hello.'): Buffer {
	return Buffer.from(
		`From: Ada <ada@demo.test>\r\nTo: Ben <ben@demo.test>\r\nSubject: ${subject}\r\n` +
			`Message-ID: <${Math.random().toString(36).slice(2)}@demo.test>\r\n${more}\r\n${body}\r\n`,
		'latin1'
	);
}

/** Files `count` messages with subjects `m1`, `m2`, … in one connection. */
export async function fill(account: BedAccount, count: number, path = 'INBOX'): Promise<Uid[]> {
	const imap = await account.imap();
	const uids: Uid[] = [];
	for (let i = 1; i <= count; i++) uids.push((await imap.append(path, letter(`m${i}`))) as Uid);
	imap.close();
	return uids;
}

/** A request for a page, newest first unless said otherwise. */
export function wanted(more: Partial<PageRequest> = {}): PageRequest {
	return {
		from: 0,
		count: 50,
		order: { sort: 'arrival', descending: true },
		withSize: false,
		query: '',
		...more
	};
}

/** Waits until `check` is true, at most `ms`. */
export async function until(check: () => boolean | Promise<boolean>, ms = 5000): Promise<void> {
	const end = Date.now() + ms;
	while (!(await check())) {
		if (Date.now() > end) throw new Error(`Not within ${ms} ms.`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
