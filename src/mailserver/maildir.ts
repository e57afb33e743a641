import { chown, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAIL_OWNER, systemUser } from './system-users.ts';

/** Keywords by their letter in file names: `a` is the first. */
const KEYWORDS = ['$Forwarded', '$MDNSent', '$Junk', '$NotJunk'];

/** One message to write. */
export interface Entry {
	/** Maildir letters, such as FS. */
	flags: string;
	keywords?: string[];
	/** Time of arrival, ms since 1970. */
	ms: number;
	/** Line ends LF. */
	bytes: Buffer;
}

/** Modified UTF-7 (RFC 3501 §5.1.3). */
export function mailboxName(name: string): string {
	return name.replaceAll('&', '&-').replace(/[^\x20-\x7e]+/g, (run) => {
		const utf16 = Buffer.from(run, 'utf16le').swap16();
		return `&${utf16.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
	});
}

const levels = (folder: string) =>
	folder.split('/').map((level) => mailboxName(level).replaceAll('.', '\\2e'));

/** Where Dovecot keeps a folder of this Maildir; dots in names are escaped (plugin listescape). */
const pathOf = (maildir: string, folder: string) =>
	folder === 'INBOX' ? maildir : join(maildir, `.${levels(folder).join('.')}`);

async function own(path: string): Promise<void> {
	const { uid, gid } = systemUser(MAIL_OWNER);
	await chown(path, uid, gid);
}

/** Makes a folder where it is missing. */
export async function makeFolder(maildir: string, folder: string): Promise<string> {
	const path = pathOf(maildir, folder);
	for (const part of [path, ...['cur', 'new', 'tmp'].map((name) => join(path, name))]) {
		await mkdir(part, { recursive: true, mode: 0o700 });
		await own(part);
	}
	const files = { 'dovecot-keywords': KEYWORDS.map((name, index) => `${index} ${name}\n`).join('') };
	for (const [name, content] of Object.entries(files)) {
		await writeFile(join(path, name), content, { mode: 0o600 });
		await own(join(path, name));
	}
	if (folder !== 'INBOX') {
		await writeFile(join(path, 'maildirfolder'), '');
		await own(join(path, 'maildirfolder'));
	}
	return path;
}

const letters = (keywords: string[]) =>
	keywords.map((keyword) => String.fromCharCode(97 + KEYWORDS.indexOf(keyword))).join('');

/** Names begin with the time, so UIDs follow arrival; they carry both sizes, so the server need not read the file. */
export function fileName({ flags, keywords = [], ms, bytes }: Entry, index: number): string {
	let lines = 0;
	for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++;
	const info = [...flags].sort().join('') + letters(keywords);
	const sizes = `S=${bytes.length},W=${bytes.length + lines}`;
	return `${Math.floor(ms / 1000)}.M${String(index % 1_000_000).padStart(6, '0')}P1.demo,${sizes}:2,${info}`;
}

/** Writes messages into a folder while the server is down, or before anybody opened it. */
export async function writeMessages(maildir: string, folder: string, entries: Entry[]): Promise<void> {
	const path = await makeFolder(maildir, folder);
	const inOrder = [...entries].sort((a, b) => a.ms - b.ms);
	for (const [index, entry] of inOrder.entries()) {
		const file = join(path, 'cur', fileName(entry, index));
		await writeFile(file, entry.bytes, { mode: 0o600 });
		await utimes(file, entry.ms / 1000, entry.ms / 1000);
		await own(file);
	}
}

/** Subscribes to these folders, in Dovecot's second file format. */
export async function subscribe(maildir: string, folders: string[]): Promise<void> {
	const lines = folders.map((folder) => levels(folder).join('\t'));
	const file = join(maildir, 'subscriptions');
	await writeFile(file, `V\t2\n\n${lines.join('\n')}\n`, { mode: 0o600 });
	await own(file);
}
