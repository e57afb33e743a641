import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { LiveEvent } from '$lib/mail/live-event';
import { closeAccount, closeAll } from '$lib/server/imap/close';
import * as folders from '$lib/server/imap/folders';
import { watch, type Told } from '$lib/server/imap/watch';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { folder, letter, signedIn, until, use } from './imap-bed.ts';

let bed: BedAccount;
let account: ReturnType<typeof signedIn>;

beforeAll(() => use(inject('mailServer')));
beforeEach(async () => {
	bed = await freshAccount(inject('mailServer'), 'watch');
	account = signedIn(bed);
});
afterAll(closeAll);

function follow(after: string | null = null) {
	const told: Told[] = [];
	let ended = 0;
	const stop = watch(
		account,
		(each) => told.push(each),
		after,
		() => ended++
	);
	const has = (event: Partial<LiveEvent>) =>
		told.some((each) =>
			Object.entries(event).every(([key, value]) => (each.event as Record<string, unknown>)[key] === value)
		);
	return { told, stop, has, ended: () => ended };
}

/** The watcher is ready when it tells of something. */
async function ready(stream: ReturnType<typeof follow>): Promise<void> {
	const imap = await bed.imap();
	for (let i = 0; !stream.has({ kind: 'tree' }); i++) {
		await imap.command(`CREATE probe${i}`);
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	imap.close();
}

test('new mail, flags and what is gone are told within a second, of every folder', async () => {
	const stream = follow();
	await ready(stream);
	const imap = await bed.imap();
	for (const path of ['INBOX', 'Archive']) {
		const started = Date.now();
		await imap.append(path, letter('new'));
		await until(() => stream.has({ kind: 'list', path: folder(path), change: 'new' }));
		expect(Date.now() - started).toBeLessThan(1000);
		expect(stream.has({ kind: 'folder', path: folder(path), total: 1, unseen: 1 })).toBe(true);
	}
	await imap.select('INBOX');
	await imap.command('STORE 1 +FLAGS (\\Flagged)');
	await until(() => stream.has({ kind: 'list', path: folder('INBOX'), change: 'flags' }));
	await imap.command('STORE 1 +FLAGS (\\Seen)');
	await until(() => stream.has({ kind: 'folder', path: folder('INBOX'), unseen: 0 }));
	await imap.command('STORE 1 +FLAGS (\\Deleted)');
	await imap.command('EXPUNGE');
	await until(() => stream.has({ kind: 'list', path: folder('INBOX'), change: 'gone' }));
	expect(stream.has({ kind: 'folder', path: folder('INBOX'), total: 0 })).toBe(true);
	stream.stop();
	imap.close();
});

test('a folder made elsewhere changes the tree, and the list of folders is fresh at once', async () => {
	const stream = follow();
	await ready(stream);
	await folders.list(account);
	const before = stream.told.length;
	const imap = await bed.imap();
	await imap.command('CREATE "&ZeVnLIqe-"');
	await until(() => stream.told.slice(before).some((each) => each.event.kind === 'tree'));
	expect((await folders.list(account)).some((each) => each.path === '日本語')).toBe(true);
	imap.close();
	stream.stop();
});

test('a stream that comes back hears what it missed, and one from long ago is told to look anew', async () => {
	const first = follow();
	const other = follow();
	await ready(first);
	const last = first.told.at(-1)!.id;
	first.stop();
	await bed.append(letter('meanwhile'));
	await until(() => other.has({ kind: 'list', path: folder('INBOX'), change: 'new' }));
	const again = follow(last);
	expect(again.has({ kind: 'list', path: folder('INBOX'), change: 'new' })).toBe(true);
	expect(new Set(again.told.map((each) => each.id)).size).toBe(again.told.length);
	const stale = follow('gone-17');
	expect(stale.told.map((each) => each.event.kind)).toEqual(['up']);
	for (const stream of [other, again, stale]) stream.stop();
});

test('signing out ends every stream of the account', async () => {
	const [one, two] = [follow(), follow()];
	closeAccount(account.address);
	expect([one.ended(), two.ended()]).toEqual([1, 1]);
	one.stop();
	two.stop();
});

test('a password that no longer works ends the streams instead of asking again and again', async () => {
	account = signedIn({ address: bed.address, password: 'wrong' });
	const stream = follow();
	await until(() => stream.ended() === 1);
	stream.stop();
});
