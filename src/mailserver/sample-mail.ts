import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeOf } from './home.ts';
import { makeFolder, subscribe, writeMessages } from './maildir.ts';
import type { Place } from './place.ts';
import { everything, OWN_FOLDERS } from './sample/everything.ts';
import type { Stored } from './sample/everything.ts';

const SPECIAL = ['Drafts', 'Sent', 'Archive', 'Junk', 'Trash'];

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
