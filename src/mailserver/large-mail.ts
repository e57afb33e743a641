import { existsSync } from 'node:fs';
import { closeSync, fchownSync, futimesSync, openSync, writeSync } from 'node:fs';
import { chown, link, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeOf } from './home.ts';
import { fileName, makeFolder, subscribe } from './maildir.ts';
import type { Place } from './place.ts';
import { generated } from './sample/generated.ts';
import type { Box } from './sample/generated.ts';
import { MAIL_OWNER, systemUser } from './system-users.ts';

export const LARGE = 'large@demo.test';

const SPECIAL = ['Drafts', 'Sent', 'Archive', 'Junk', 'Trash'];
const YEARS = Array.from({ length: 11 }, (_, index) => `Archive/${2016 + index}`);
const LISTS = 'debian-bench imap-protocol kernel-talk webdev announce security users devel'.split(' ');
const PROJECTS = 'Apollo Borealis Cygnus Draco Europa Fornax Gemini Hydra Io Juno Kepler Lyra'.split(' ');
const FOLDERS = [
	...[...SPECIAL, ...YEARS, ...LISTS.map((name) => `Lists/${name}`)],
	...[...PROJECTS.map((name) => `Projects/${name}`), 'Clients/North', 'Bulk1000', 'Bulk-Target']
];
const STEP = 480_000;

/** Streams a box to disk: a hundred thousand messages must never be in memory at once. */
async function writeBox(maildir: string, folder: string, box: Box): Promise<void> {
	const path = join(await makeFolder(maildir, folder), 'cur');
	const { uid, gid } = systemUser(MAIL_OWNER);
	for (let index = 0; index < box.total; index++) {
		const message = generated(box, index);
		const file = openSync(join(path, fileName(message, index)), 'w', 0o600);
		writeSync(file, message.bytes);
		fchownSync(file, uid, gid);
		futimesSync(file, message.ms / 1000, message.ms / 1000);
		closeSync(file);
	}
}

const sizeOf = (folder: string, index: number) =>
	({ Drafts: 0, Bulk1000: 1000, 'Bulk-Target': 0 })[folder] ?? 150 + ((index * 97) % 300);

/** Fills the large account: an inbox of `messages`, 39 folders beside it, each of 150 to 450. */
export async function writeLargeMail(place: Place, messages = 100_000): Promise<void> {
	const stamp = join(place.root, 'state', 'large-mail');
	if (existsSync(stamp)) return;
	console.error(`Writing ${messages} messages for ${LARGE} (once; about a minute) …`);
	const maildir = join(await homeOf(place, LARGE), 'Maildir');
	const box = (folder: string, total: number): Box => ({
		...{ name: `large/${folder}`, address: LARGE, total, newest: Date.now() - 60_000, step: STEP },
		unread: folder === 'Bulk1000'
	});
	await writeBox(maildir, 'INBOX', { ...box('INBOX', messages), specimens: 3 });
	for (const [index, folder] of FOLDERS.entries()) {
		await writeBox(maildir, folder, box(folder, sizeOf(folder, index)));
	}
	await subscribe(maildir, FOLDERS);
	await writeFile(stamp, '');
}

/** Address of the nth account for load tests, from 1: u001@demo.test. */
export const loadAddress = (n: number) => `u${String(n).padStart(3, '0')}@demo.test`;

/** Gives accounts for load tests 500 messages each; they share the files, not the folders. */
export async function writeLoadMail(place: Place, accounts: number): Promise<void> {
	const { uid, gid } = systemUser(MAIL_OWNER);
	const first = join(await homeOf(place, loadAddress(1)), 'Maildir');
	if (!existsSync(first)) {
		const box = { name: 'load/INBOX', address: loadAddress(1), total: 500, newest: Date.now(), step: STEP };
		await writeBox(first, 'INBOX', { ...box, specimens: 2 });
		await subscribe(first, SPECIAL);
	}
	for (let n = 2; n <= accounts; n++) {
		const maildir = join(await homeOf(place, loadAddress(n)), 'Maildir');
		if (existsSync(maildir)) continue;
		await makeFolder(maildir, 'INBOX');
		await subscribe(maildir, SPECIAL);
		for (const name of await readdir(join(first, 'cur'))) {
			await link(join(first, 'cur', name), join(maildir, 'cur', name));
		}
		await chown(maildir, uid, gid);
	}
}
