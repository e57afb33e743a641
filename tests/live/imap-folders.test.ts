import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { parseFolderPath } from '$lib/mail/ids';
import { decodeFolderName, encodeFolderName } from '$lib/mail/mutf7';
import { closeAll } from '$lib/server/imap/close';
import * as folders from '$lib/server/imap/folders';
import * as messages from '$lib/server/imap/messages';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { fill, folder, INBOX, signedIn, use, wanted } from './imap-bed.ts';

let bed: BedAccount;
let account: ReturnType<typeof signedIn>;

beforeAll(() => use(inject('mailServer')));
beforeEach(async () => {
	bed = await freshAccount(inject('mailServer'), 'folders');
	account = signedIn(bed);
});
afterAll(closeAll);

const paths = async () => (await folders.list(account)).map((each) => each.path as string);
const one = async (path: string) => (await folders.list(account)).find((each) => each.path === path);

test('INBOX first, then the folders with a use, then the rest as a person would sort them', async () => {
	for (const path of ['zebra', 'Ähre', 'b10', 'b9', 'b9/inner', 'Archive/2025'])
		await folders.create(account, folder(path));
	const expected = [
		'INBOX',
		'Drafts',
		'Sent',
		'Archive',
		'Archive/2025',
		'Junk',
		'Trash',
		'Ähre',
		'b9',
		'b9/inner',
		'b10',
		'zebra'
	];
	expect(await paths()).toEqual(expected);
	expect(await one('b9/inner')).toMatchObject({
		name: 'inner',
		parent: 'b9',
		delimiter: '/',
		role: null,
		subscribed: true,
		selectable: true
	});
	expect(await one('Junk')).toMatchObject({ role: 'junk', parent: null });
});

test('counts are those of the server', async () => {
	await fill(bed, 3);
	folders.forget(account.address);
	expect(await one('INBOX')).toMatchObject({ total: 3, unseen: 3, role: 'inbox' });
});

describe('names in any script live through a round trip', () => {
	const NAMES = [
		'日本語',
		'Папка',
		'مجلد',
		'R&D',
		'&',
		'&&-',
		'Grüße & Küsse',
		'😀 ok',
		'a"b',
		"it's",
		'back\\slash',
		'tilde~',
		'{5+}',
		'(x)',
		'x y ',
		'[gmail]',
		'<b>markup</b>',
		'%not',
		'&AGE-',
		'con.dots',
		'~/x~'
	];
	test.each(NAMES)('%s', async (name) => {
		const path = folder(name.replace(/\//g, '∕').replace(/%/g, '％'));
		await folders.create(account, path);
		expect(await paths()).toContain(path);
		await fill(bed, 1, encodeFolderName(path).replace(/["\\]/g, '\\$&'));
		expect((await messages.page(account, path, wanted())).total).toBe(1);
		expect(decodeFolderName(encodeFolderName(path))).toBe(path);
		await folders.rename(account, path, folder(`${path}2`));
		expect(await paths()).toContain(`${path}2`);
		await folders.remove(account, folder(`${path}2`));
		expect(await paths()).toContain(`Trash/${path}2`);
	});
});

test('names that are no names are refused with a Problem', async () => {
	for (const name of ['', 'a\r\nb', 'a\0b', '\u007f', 'x'.repeat(2000), '\ud800'])
		expect(parseFolderPath(name)).toBeNull();
	for (const name of ['../x', 'a/../b', 'a//b', '/a', 'a/', 'a/./b', '*', 'a%', ' ', 'ü'.repeat(900)]) {
		await expect(folders.create(account, folder(name))).rejects.toMatchObject({ code: 'folder/name' });
	}
	await expect(folders.create(account, folder('Sent'))).rejects.toMatchObject({ code: 'folder/exists' });
	await expect(folders.create(account, INBOX)).rejects.toMatchObject({ code: 'folder/exists' });
	expect(await paths()).toHaveLength(6);
});

test('a rename takes what is below and the subscriptions along', async () => {
	await folders.create(account, folder('Old'));
	await folders.create(account, folder('Old/Inner'));
	await fill(bed, 2, 'Old/Inner');
	await folders.subscribe(account, folder('Old'), false);
	await folders.rename(account, folder('Old'), folder('New/Place'));
	expect((await paths()).slice(6)).toEqual(['New', 'New/Place', 'New/Place/Inner']);
	expect(await one('New/Place')).toMatchObject({ subscribed: false });
	expect(await one('New/Place/Inner')).toMatchObject({ subscribed: true, total: 2 });
	const below = folders.rename(account, folder('New'), folder('New/Place/Deeper'));
	await expect(below).rejects.toMatchObject({ code: 'folder/name' });
	await expect(folders.rename(account, folder('New'), folder('Sent'))).rejects.toMatchObject({
		code: 'folder/exists'
	});
	await expect(folders.rename(account, folder('Nope'), folder('X'))).rejects.toMatchObject({
		code: 'folder/missing'
	});
});

test('INBOX and folders with a use stay', async () => {
	for (const path of ['INBOX', 'Sent', 'Trash', 'Drafts']) {
		await expect(folders.remove(account, folder(path))).rejects.toMatchObject({ code: 'folder/protected' });
		await expect(folders.rename(account, folder(path), folder('X'))).rejects.toMatchObject({
			code: 'folder/protected'
		});
	}
});

test('an empty folder goes for good, one with mail goes to Trash, and from there for good', async () => {
	await folders.create(account, folder('Empty'));
	await folders.remove(account, folder('Empty'));
	expect(await paths()).toHaveLength(6);
	for (const [count, expected] of [
		[1, 'Trash/Full'],
		[2, 'Trash/Full 2']
	] as const) {
		await folders.create(account, folder('Full'));
		await folders.create(account, folder('Full/Below'));
		await fill(bed, count, 'Full/Below');
		await messages.page(account, folder('Full/Below'), wanted());
		await folders.remove(account, folder('Full'));
		expect(await one(`${expected}/Below`)).toMatchObject({ total: count });
	}
	// Open on a connection of ours when it goes.
	await messages.page(account, folder('Trash/Full/Below'), wanted());
	await folders.remove(account, folder('Trash/Full'));
	expect(await one('Trash/Full')).toBeUndefined();
	await expect(messages.page(account, folder('Trash/Full/Below'), wanted())).rejects.toMatchObject({
		code: 'folder/missing'
	});
	expect(await one('Trash/Full 2/Below')).toMatchObject({ total: 2 });
});
