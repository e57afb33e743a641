import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { cp, lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Socket paths end at 107 bytes (unix(7)); Dovecot adds up to 40 to its folder. */
const LONGEST = 64;

/** Where every user of the system may pass; mail runs as `mail`, `dovecot`, `postfix`. */
const openToAll = (folder: string): boolean =>
	(!existsSync(folder) || (statSync(folder).mode & 1) === 1) &&
	(folder === dirname(folder) || openToAll(dirname(folder)));

/** True where Dovecot and Postfix can work right in this folder. */
export function canLiveIn(dir: string): boolean {
	return /^[\w./-]+$/.test(dir) && Buffer.byteLength(dir) <= LONGEST && openToAll(dirname(dir));
}

const standInFor = (dir: string) =>
	join('/var/lib', `postern-${createHash('sha256').update(dir).digest('hex').slice(0, 10)}`);

async function move(from: string, to: string): Promise<void> {
	try {
		await rename(from, to);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
		await cp(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
		await rm(from, { recursive: true });
	}
}

/**
 * The folder to run in. A folder below a closed home (`/root`), with a long path or an odd name moves to `/var/lib`
 * while the server runs, and back when it stops; a note takes its place.
 */
export async function moveIn(dir: string): Promise<string> {
	const asked = resolve(dir);
	if (canLiveIn(asked)) return asked;
	const standIn = standInFor(asked);
	if (existsSync(standIn)) {
		// Left by a server that was killed: it holds the mail, the folder itself only the note.
		const { uid } = await lstat(standIn);
		if (uid !== process.getuid?.()) throw new Error(`${standIn} is in the way; it belongs to another user.`);
		return standIn;
	}
	await mkdir(asked, { recursive: true });
	await move(asked, standIn);
	await mkdir(asked);
	await writeFile(join(asked, 'MOVED'), `While the mail server runs, this folder is ${standIn}.\n`);
	return standIn;
}

/** Where the server of this folder runs, or would. */
export function livingIn(dir: string): string {
	const asked = resolve(dir);
	const standIn = standInFor(asked);
	return existsSync(standIn) ? standIn : asked;
}

/** Puts a folder back that {@link moveIn} moved. */
export async function moveOut(dir: string): Promise<void> {
	const asked = resolve(dir);
	const standIn = standInFor(asked);
	if (!existsSync(standIn)) return;
	await rm(asked, { recursive: true, force: true });
	// The mail comes back even where somebody has removed the folders above meanwhile.
	await mkdir(dirname(asked), { recursive: true });
	await move(standIn, asked);
}
