import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import * as messages from '$lib/server/imap/messages';
import { closeAll } from '$lib/server/imap/close';
import { byMessageId } from '$lib/server/imap/search';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { fill, folder, INBOX, letter, signedIn, use, wanted } from './imap-bed.ts';

let bed: BedAccount;
let account: ReturnType<typeof signedIn>;

beforeAll(async () => {
	use(inject('mailServer'));
	bed = await freshAccount(inject('mailServer'), 'list');
	account = signedIn(bed);
});
afterAll(closeAll);

const subjects = async (more = {}, path = INBOX) =>
	(await messages.page(account, path, wanted(more))).rows.map((row) => row.subject);

test('an empty folder has no rows', async () => {
	const window = await messages.page(account, INBOX, wanted());
	expect(window).toMatchObject({ folder: 'INBOX', total: 0, from: 0, rows: [] });
	expect(window.uidValidity).toMatch(/^[1-9][0-9]*$/);
});

test('windows come newest first and fit together', async () => {
	await fill(bed, 25);
	const all = Array.from({ length: 25 }, (_, i) => `m${25 - i}`);
	expect(await subjects()).toEqual(all);
	expect(await subjects({ count: 10 })).toEqual(all.slice(0, 10));
	expect(await subjects({ from: 10, count: 10 })).toEqual(all.slice(10, 20));
	expect(await subjects({ from: 20, count: 10 })).toEqual(all.slice(20));
	expect(await subjects({ from: 25 })).toEqual([]);
	const ascending = { sort: 'arrival' as const, descending: false };
	expect(await subjects({ order: ascending, from: 5, count: 3 })).toEqual(['m6', 'm7', 'm8']);
});

test('a row shows what the message says, in whatever charset it says it', async () => {
	const path = folder('Rows');
	const imap = await bed.imap();
	await imap.command('CREATE Rows');
	const raw = (header: string, bytes = '') =>
		Buffer.concat([Buffer.from(header, 'latin1'), Buffer.from(bytes, 'latin1')]);
	const cases: [Buffer, { subject: string; name?: string; address?: string }][] = [
		[
			raw(
				'From: =?iso-8859-1?Q?J=F6rg?= <j@x.test>\r\nSubject: =?utf-8?B?w5xi?=\r\n =?utf-8?B?ZXI=?=\r\n\r\n'
			),
			{ subject: 'Über', name: 'Jörg', address: 'j@x.test' }
		],
		[
			raw('From: "Doe, Jo" <jo@x.test>\r\nSubject: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=\r\n\r\n'),
			{ subject: '日本', name: 'Doe, Jo' }
		],
		[
			raw('From: a@x.test (Al)\r\nSubject: caf\xe9 \x80\r\n\r\n'),
			{ subject: 'café €', name: 'Al', address: 'a@x.test' }
		],
		[raw('From: gr\xc3\xbcn <g@x.test>\r\nSubject: \xc3\xa9\r\n\r\n'), { subject: 'é', name: 'grün' }],
		[raw('Subject: \x1b$BF|K\\\x1b(B\r\n\r\n'), { subject: '日本' }],
		[raw('From: broken\r\nSubject:\r\n\r\n'), { subject: '', name: 'broken', address: '' }],
		[
			raw('From: x@x.test\r\nSubject: <b>bold</b> =?x?\r\n\r\n'),
			{ subject: '<b>bold</b> =?x?', address: 'x@x.test' }
		],
		[raw('\r\nno header at all'), { subject: '' }]
	];
	for (const [bytes] of cases) await imap.append('Rows', bytes);
	imap.close();
	const { rows } = await messages.page(
		account,
		path,
		wanted({ order: { sort: 'arrival', descending: false } })
	);
	for (const [i, [, wants]] of cases.entries()) {
		expect(rows[i]?.subject).toBe(wants.subject);
		if (wants.name !== undefined) expect(rows[i]?.from[0]?.name).toBe(wants.name);
		if (wants.address !== undefined) expect(rows[i]?.from[0]?.address).toBe(wants.address);
	}
});

test('a subject of 10 MB hides nothing and costs kilobytes', async () => {
	const path = folder('Long');
	const imap = await bed.imap();
	await imap.command('CREATE Long');
	const long = Buffer.concat([
		Buffer.from('Subject: '),
		Buffer.from(`${'x'.repeat(900)}\r\n `.repeat(11_000)),
		Buffer.from('end\r\nFrom: late@x.test\r\nDate: Sun, 1 Nov 2026 10:00:00 +0100\r\n\r\nbody\r\n')
	]);
	await imap.append('Long', long);
	imap.close();
	const started = Date.now();
	const [row] = (await messages.page(account, path, wanted())).rows;
	expect(row?.from[0]?.address).toBe('late@x.test');
	expect(row?.date).toBe(Date.UTC(2026, 10, 1, 9));
	expect(row?.subject.length).toBeLessThanOrEqual(2000);
	expect(Date.now() - started).toBeLessThan(2000);
});

test('flags, attachment, snippet, size and dates are those of the message', async () => {
	const path = folder('Marks');
	const imap = await bed.imap();
	await imap.command('CREATE Marks');
	await imap.append(
		'Marks',
		letter('one', 'Date: Mon, 2 Nov 2026 08:00:00 -0500\r\n', 'Gruesse aus Wien'),
		'\\Seen \\Flagged \\Answered $Forwarded'
	);
	const mixed = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n';
	await imap.append(
		'Marks',
		letter(
			'two',
			mixed,
			'--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx\r\n--b--'
		)
	);
	const related = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n';
	await imap.append(
		'Marks',
		letter(
			'three',
			related,
			'--b\r\nContent-Type: text/html\r\n\r\n<img src=cid:a>\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <a>\r\n\r\nx\r\n--b--'
		)
	);
	imap.close();
	const { rows } = await messages.page(
		account,
		path,
		wanted({ order: { sort: 'arrival', descending: false }, withSize: true })
	);
	expect(rows[0]).toMatchObject({
		attachment: false,
		date: Date.UTC(2026, 10, 2, 13),
		snippet: 'Gruesse aus Wien'
	});
	expect(rows[0]?.flags).toEqual({
		seen: true,
		flagged: true,
		answered: true,
		forwarded: true,
		draft: false
	});
	expect(rows.map((row) => row.attachment)).toEqual([false, true, false]);
	expect(rows.every((row) => (row.size ?? 0) > 100)).toBe(true);
	const again = await messages.page(account, path, wanted());
	expect(again.rows[0]).not.toHaveProperty('size');
});

test('other orders are the server’s, and hold until the folder changes', async () => {
	const path = folder('Sorted');
	const imap = await bed.imap();
	await imap.command('CREATE Sorted');
	const put = (subject: string, day: number, from: string, body: string) =>
		imap.append(
			'Sorted',
			Buffer.from(
				`From: ${from}\r\nSubject: ${subject}\r\nDate: ${day} Nov 2026 10:00:00 +0000\r\n\r\n${body}\r\n`
			)
		);
	await put('b', 2, 'Carl <c@x.test>', 'x'.repeat(300));
	await put('Re: a', 3, 'Anna <z@x.test>', 'x');
	await put('c', 1, 'Ben <a@x.test>', 'x'.repeat(50));
	const sorted = (sort: 'date' | 'from' | 'subject' | 'size', descending = false) =>
		subjects({ order: { sort, descending } }, path);
	expect(await sorted('date')).toEqual(['c', 'b', 'Re: a']);
	expect(await sorted('date', true)).toEqual(['Re: a', 'b', 'c']);
	expect(await sorted('subject')).toEqual(['Re: a', 'b', 'c']);
	expect(await sorted('from')).toEqual(['Re: a', 'c', 'b']);
	expect(await sorted('size', true)).toEqual(['b', 'c', 'Re: a']);
	await put('aa', 30, 'Aaron <0@x.test>', 'y');
	imap.close();
	expect(await sorted('date', true)).toEqual(['aa', 'Re: a', 'b', 'c']);
});

test('what others do in the folder is there at the next look', async () => {
	const path = folder('Shared');
	const imap = await bed.imap();
	await imap.command('CREATE Shared');
	await fill(bed, 5, 'Shared');
	expect(await subjects({}, path)).toEqual(['m5', 'm4', 'm3', 'm2', 'm1']);
	await imap.select('Shared');
	await imap.command('STORE 2 +FLAGS (\\Deleted)');
	await imap.command('EXPUNGE');
	await imap.command('STORE 1 +FLAGS (\\Seen)');
	const { rows, total } = await messages.page(account, path, wanted());
	expect(total).toBe(4);
	expect(rows.map((row) => row.subject)).toEqual(['m5', 'm4', 'm3', 'm1']);
	expect(rows[3]?.flags.seen).toBe(true);
	imap.close();
});

test('search finds words in any script, by field, together, and nothing else', async () => {
	const path = folder('Found');
	const imap = await bed.imap();
	await imap.command('CREATE Found');
	await imap.append('Found', letter('=?utf-8?B?5pel5pys6Kqe?= report', '', 'needle in the text'));
	await imap.append('Found', letter('quotes "and" backslash \\', '', 'nothing'));
	await imap.append('Found', letter('report', '', 'other'));
	imap.close();
	const found = (query: string) => subjects({ query, order: { sort: 'arrival', descending: false } }, path);
	expect(await found('日本語')).toEqual(['日本語 report']);
	expect(await found('needle')).toEqual(['日本語 report']);
	expect(await found('report')).toEqual(['日本語 report', 'report']);
	expect(await found('report needle')).toEqual(['日本語 report']);
	expect(await found('subject:needle')).toEqual([]);
	expect(await found('"quotes \\"')).toEqual([]);
	expect(await found('subject:\\')).toHaveLength(1);
	expect(await found('from:ada report')).toHaveLength(2);
	expect(await found('zzz) OR ALL')).toEqual([]);
	expect(await found('a\r\nx LOGOUT')).toEqual([]);
	expect(await found('{5+}')).toEqual([]);
});

test('a list of the unread follows what is read, though no message came or went', async () => {
	const path = folder('States');
	const imap = await bed.imap();
	await imap.command('CREATE States');
	for (const name of ['one', 'two']) await imap.append('States', letter(name));
	const order = { sort: 'arrival', descending: false } as const;
	expect(await subjects({ query: 'is:unread', order }, path)).toEqual(['one', 'two']);
	await imap.select('States');
	await imap.command('STORE 1 +FLAGS (\\Seen)');
	imap.close();
	expect(await subjects({ query: 'is:unread', order }, path)).toEqual(['two']);
});

test('a message is found by its id, and by no pattern of it', async () => {
	const path = folder('Ids');
	const imap = await bed.imap();
	await imap.command('CREATE Ids');
	const uid = await imap.append('Ids', Buffer.from('Message-ID: <a"b\\c@x.test>\r\nSubject: s\r\n\r\nx\r\n'));
	imap.close();
	expect(await byMessageId(account, path, '<a"b\\c@x.test>')).toEqual([uid]);
	expect(await byMessageId(account, path, '<nobody@x.test>')).toEqual([]);
	expect(await byMessageId(account, path, '')).toEqual([]);
});

test('an unknown folder is a Problem, not an empty list', async () => {
	await expect(messages.page(account, folder('Nowhere'), wanted())).rejects.toMatchObject({
		code: 'folder/missing'
	});
});
