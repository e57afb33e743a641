import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, subscribe, writeMessages } from './maildir.ts';
import type { Place } from './place.ts';
import { everything, OWN_FOLDERS } from './sample/everything.ts';
import type { Stored } from './sample/everything.ts';
import { MAIL_OWNER, systemUser } from './system-users.ts';

const SPECIAL = ['Drafts', 'Sent', 'Archive', 'Junk', 'Trash'];

/** The home of an account, made where missing. */
export async function homeOf(place: Place, address: string): Promise<string> {
	const [user = '', domain = ''] = address.split('@');
	const { uid, gid } = systemUser(MAIL_OWNER);
	for (const path of [join(place.mail, domain), join(place.mail, domain, user)]) {
		await mkdir(path, { recursive: true, mode: 0o700 });
		await chown(path, uid, gid);
	}
	return join(place.mail, domain, user);
}

/** Writes the sample mail of the three demo accounts, once in the life of a data folder. */
export async function writeSampleMail(place: Place, now = Date.now()): Promise<void> {
	const stamp = join(place.root, 'state', 'sample-mail');
	if (existsSync(stamp)) return;
	const all = Map.groupBy(everything(now), ({ of }) => of);
	for (const [of, stored] of all) {
		const maildir = join(await homeOf(place, `${of}@demo.test`), 'Maildir');
		await makeFolder(maildir, 'INBOX');
		const folders = Map.groupBy(stored, ({ folder }: Stored) => folder);
		for (const [folder, entries] of folders) await writeMessages(maildir, folder, entries);
		for (const folder of OWN_FOLDERS[of]) await makeFolder(maildir, folder);
		await subscribe(maildir, [...SPECIAL, ...OWN_FOLDERS[of]]);
	}
	await writeFile(stamp, new Date(now).toISOString());
}
