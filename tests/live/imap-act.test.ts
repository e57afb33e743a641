import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { Action, ActionRequest } from '$lib/mail/action';
import type { FolderPath, Uid } from '$lib/mail/ids';
import { act } from '$lib/server/imap/act';
import { closeAll } from '$lib/server/imap/close';
import * as folders from '$lib/server/imap/folders';
import * as messages from '$lib/server/imap/messages';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { fill, folder, INBOX, letter, signedIn, use, wanted } from './imap-bed.ts';

let bed: BedAccount;
let account: ReturnType<typeof signedIn>;
let uids: Uid[];
let uidValidity: string;

beforeAll(() => use(inject('mailServer')));
beforeEach(async () => {
	bed = await freshAccount(inject('mailServer'), 'act');
	account = signedIn(bed);
	uids = await fill(bed, 6);
	uidValidity = (await messages.page(account, INBOX, wanted())).uidValidity;
});
afterAll(closeAll);

const does = (
	action: Action,
	chosen: readonly Uid[] = uids.slice(0, 2),
	path: FolderPath = INBOX,
	more: Partial<ActionRequest> = {}
) => act(account, path, { uidValidity, choice: { uids: chosen }, action, ...more });
const subjects = async (path: FolderPath) =>
	(await messages.page(account, path, wanted())).rows.map((row) => row.subject);
const flags = async () => (await messages.page(account, INBOX, wanted())).rows.map((row) => row.flags);

test('flags are set and taken away, each of the four', async () => {
	for (const flag of ['seen', 'flagged', 'answered', 'forwarded'] as const) {
		expect(await does({ kind: 'flag', flag, on: true })).toEqual({
			done: 2,
			to: null,
			toUidValidity: null,
			toUids: null
		});
		expect((await flags()).map((each) => each[flag])).toEqual([false, false, false, false, true, true]);
		await does({ kind: 'flag', flag, on: false }, uids.slice(0, 1));
		expect((await flags()).map((each) => each[flag])).toEqual([false, false, false, false, true, false]);
	}
});

test('a move tells where the messages went, and can be undone with that', async () => {
	const result = await does({ kind: 'move', to: folder('Archive') });
	expect(result).toMatchObject({ done: 2, to: 'Archive' });
	expect(result.toUids).toHaveLength(2);
	expect(await subjects(INBOX)).toEqual(['m6', 'm5', 'm4', 'm3']);
	expect(await subjects(folder('Archive'))).toEqual(['m2', 'm1']);
	const back = await does({ kind: 'move', to: INBOX }, result.toUids!, folder('Archive'), {
		uidValidity: result.toUidValidity!
	});
	expect(back.done).toBe(2);
	expect((await subjects(INBOX)).sort()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6']);
	expect(await subjects(folder('Archive'))).toEqual([]);
});

test('a copy leaves the message where it is', async () => {
	const result = await does({ kind: 'copy', to: folder('Archive') }, [uids[0]!, uids[3]!]);
	expect(result.toUids).toHaveLength(2);
	expect(await subjects(INBOX)).toHaveLength(6);
	expect(await subjects(folder('Archive'))).toEqual(['m4', 'm1']);
});

test('delete goes to Trash, and in Trash it is for good', async () => {
	const result = await does({ kind: 'delete' });
	expect(result.to).toBe('Trash');
	expect(await subjects(folder('Trash'))).toEqual(['m2', 'm1']);
	const gone = await does({ kind: 'delete' }, [result.toUids![0]!], folder('Trash'), {
		uidValidity: result.toUidValidity!
	});
	expect(gone).toMatchObject({ done: 1, to: null });
	expect(await subjects(folder('Trash'))).toEqual(['m2']);
});

test('deleting for good takes only what was meant, not what another program marked', async () => {
	const imap = await bed.imap();
	await imap.select('INBOX');
	await imap.command('STORE 5 +FLAGS (\\Deleted)');
	const result = await does({ kind: 'delete' }, [uids[0]!]);
	const trash = await does({ kind: 'delete' }, result.toUids!, folder('Trash'), {
		uidValidity: result.toUidValidity!
	});
	expect(trash.done).toBe(1);
	expect(await subjects(INBOX)).toEqual(['m6', 'm5', 'm4', 'm3', 'm2']);
	imap.close();
});

test('phishing goes to Junk with both keywords; taken back, it returns to where it was with neither', async () => {
	const imap = await bed.imap();
	await imap.command('CREATE Lists');
	const [uid] = await fill(bed, 1, 'Lists');
	const { uidValidity: there } = await messages.page(account, folder('Lists'), wanted());
	const result = await does({ kind: 'phishing' }, [uid!], folder('Lists'), { uidValidity: there });
	expect(result.to).toBe('Junk');
	await imap.select('Junk');
	expect(await imap.search('KEYWORD $Junk KEYWORD $Phishing UNKEYWORD $NotJunk')).toEqual(result.toUids);
	const back = await does({ kind: 'not-junk', to: folder('Lists') }, result.toUids!, folder('Junk'), {
		uidValidity: result.toUidValidity!
	});
	expect(back.to).toBe('Lists');
	await imap.select('Lists');
	expect(await imap.search('KEYWORD $NotJunk UNKEYWORD $Junk UNKEYWORD $Phishing')).toEqual(back.toUids);
	imap.close();
});

test('a missing Junk is made', async () => {
	const imap = await bed.imap();
	await imap.command('DELETE Junk').catch(() => {});
	const result = await does({ kind: 'phishing' }, [uids[0]!]);
	expect(await imap.select(result.to!)).toBe(1);
	imap.close();
});

test('junk is marked and moved, and comes back as not junk', async () => {
	const result = await does({ kind: 'junk' }, [uids[0]!]);
	expect(result.to).toBe('Junk');
	const imap = await bed.imap();
	await imap.select('Junk');
	expect(await imap.search('KEYWORD $Junk UNKEYWORD $NotJunk')).toEqual(result.toUids);
	const back = await does({ kind: 'not-junk' }, result.toUids!, folder('Junk'), {
		uidValidity: result.toUidValidity!
	});
	expect(back.to).toBe('INBOX');
	await imap.select('INBOX');
	expect(await imap.search('KEYWORD $NotJunk UNKEYWORD $Junk')).toEqual(back.toUids);
	imap.close();
});

test('everything up to a message leaves newer mail alone', async () => {
	const upTo = { choice: { upTo: uids[3]! } };
	expect((await does({ kind: 'flag', flag: 'seen', on: true }, [], INBOX, upTo)).done).toBe(4);
	expect((await flags()).map((each) => each.seen)).toEqual([false, false, true, true, true, true]);
	const archived = await does({ kind: 'archive' }, [], INBOX, upTo);
	expect(archived).toMatchObject({ done: 4, to: 'Archive' });
	expect(await subjects(INBOX)).toEqual(['m6', 'm5']);
});

test('a stale list hits nothing', async () => {
	await expect(does({ kind: 'delete' }, uids, INBOX, { uidValidity: '1' })).rejects.toMatchObject({
		code: 'folder/changed'
	});
	const all = { uidValidity: '1', choice: { upTo: 4_000_000_000 as Uid } };
	await expect(does({ kind: 'delete' }, [], INBOX, all)).rejects.toMatchObject({ code: 'folder/changed' });
	expect(await subjects(INBOX)).toHaveLength(6);
});

test('a folder made anew under the same name is another folder', async () => {
	const imap = await bed.imap();
	await imap.command('CREATE Again');
	await imap.append('Again', letter('old'));
	const old = await messages.page(account, folder('Again'), wanted());
	await imap.command('DELETE Again');
	await imap.command('CREATE Again');
	const [uid] = [await imap.append('Again', letter('new'))] as Uid[];
	imap.close();
	const stale = {
		uidValidity: old.uidValidity,
		choice: { uids: [uid!] },
		action: { kind: 'delete' } as const
	};
	await expect(act(account, folder('Again'), stale)).rejects.toMatchObject({ code: 'folder/changed' });
	expect(await subjects(folder('Again'))).toEqual(['new']);
});

test('moving to a folder that is not there says so and loses nothing', async () => {
	await expect(does({ kind: 'move', to: folder('Nowhere') })).rejects.toMatchObject({
		code: 'folder/missing'
	});
	expect(await subjects(INBOX)).toHaveLength(6);
});

test('a Trash or Archive that the account lacks is made', async () => {
	const imap = await bed.imap();
	for (const name of ['Archive', 'Trash']) await imap.command(`DELETE ${name}`);
	imap.close();
	folders.forget(account.address);
	expect((await does({ kind: 'archive' }, [uids[0]!])).to).toBe('Archive');
	expect((await does({ kind: 'delete' }, [uids[1]!])).to).toBe('Trash');
});

test('a thousand go at once', async () => {
	const imap = await bed.imap();
	await imap.command('CREATE Many');
	await imap.append('Many', letter('n'));
	await imap.select('Many');
	// Doubled ten times and a bit.
	for (let have = 1; have < 1200; have *= 2) await imap.command(`COPY 1:${Math.min(have, 1200 - have)} Many`);
	const many = await imap.search('ALL');
	imap.close();
	const page = await messages.page(account, folder('Many'), wanted());
	expect(page.total).toBe(1200);
	const scattered = many.filter((_, i) => i % 7 !== 0) as Uid[];
	const started = Date.now();
	const moved = await act(account, folder('Many'), {
		uidValidity: page.uidValidity,
		choice: { uids: scattered },
		action: { kind: 'move', to: folder('Archive') }
	});
	expect(Date.now() - started).toBeLessThan(3000);
	expect(moved.toUids).toHaveLength(scattered.length);
	expect((await messages.page(account, folder('Archive'), wanted())).total).toBe(scattered.length);
});
