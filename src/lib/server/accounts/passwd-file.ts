import { chmod, chown, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { Problem } from '$lib/server/problem';
import { storeAway } from './store';

/**
 * Dovecot's passwd-file: one line for each account, `address:{SCHEME}hash:…`. The file is never changed in place:
 * a whole new one takes its name, so that a reader sees the old or the new one and a crash leaves one of the two.
 */

/** A lock that old was left by a crash, ms; holding it takes far less. */
const STALE = 10_000;
/** Tries for the lock, and the pause between them, ms. */
const TRIES = 40;
const PAUSE = 50;

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** Ends of the queues of this process, by path. */
const queues = new Map<string, Promise<unknown>>();

/**
 * One after the other in this process, so that one alone looks at a lock that was left behind: of two who broke it,
 * the second would break the new one of the first and undo what that one writes.
 */
function inQueue<T>(path: string, job: () => Promise<T>): Promise<T> {
	const mine = (queues.get(path) ?? Promise.resolve()).then(job, job);
	queues.set(path, mine);
	const leave = () => void (queues.get(path) === mine && queues.delete(path));
	mine.then(leave, leave);
	return mine;
}

async function withLock<T>(path: string, job: () => Promise<T>): Promise<T> {
	const lock = `${path}.lock`;
	for (let tries = 1; ; tries++) {
		try {
			await (await open(lock, 'wx', 0o600)).close();
			break;
		} catch (error) {
			if (codeOf(error) !== 'EEXIST') throw error;
			const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
			if (Date.now() - mtimeMs > STALE) await unlink(lock).catch(() => {});
			else if (tries === TRIES) throw error;
			else await new Promise((go) => setTimeout(go, PAUSE));
		}
	}
	try {
		return await job();
	} finally {
		await unlink(lock).catch(() => {});
	}
}

/** Writes all of it to disk beside the file, with its mode and owner, and gives it the file's name. */
async function replace(path: string, text: string): Promise<void> {
	const before = await stat(path);
	const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
	const file = await open(beside, 'wx', 0o600);
	try {
		try {
			await file.writeFile(text, 'latin1');
			const made = await file.stat();
			if (made.uid !== before.uid || made.gid !== before.gid) await chown(beside, before.uid, before.gid);
			await chmod(beside, before.mode & 0o7777);
			await file.utimes(before.atime, later(before.mtimeMs));
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(beside, path);
	} catch (error) {
		await unlink(beside).catch(() => {});
		throw error;
	}
	const folder = await open(dirname(path), 'r');
	await folder.sync().finally(() => folder.close());
}

/**
 * A time of change, in seconds, that is not the one before: Dovecot reads the file anew only where whole seconds or
 * the size differ, and hashes are of one size.
 */
function later(before: number, now: number = Date.now()): number {
	return Math.max(Math.floor(now / 1000), Math.floor(before / 1000) + 1);
}

/** Where the hash of this account stands in the file; null: it has no line. */
function find(text: string, address: string): { from: number; to: number } | null {
	for (let at = 0; at < text.length;) {
		const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
		const line = text.slice(at, end).replace(/\r$/, '');
		if (line.startsWith(`${address}:`)) {
			const from = at + address.length + 1;
			const next = line.indexOf(':', address.length + 1);
			return { from, to: at + (next < 0 ? line.length : next) };
		}
		at = end + 1;
	}
	return null;
}

/** Has the account a line of its own? Errors: `accounts/away`. */
export async function isInPasswdFile(path: string, address: string): Promise<boolean> {
	const text = await readFile(path, 'latin1').catch((cause: unknown) => {
		throw storeAway(cause);
	});
	return find(text, address) !== null;
}

/**
 * Puts what `next` makes of the account's hash in its place and leaves all else as it is, byte by byte. Resolves to
 * the hash that was there. Errors: `accounts/away`, `password/fixed`.
 */
export async function putInPasswdFile(
	path: string,
	address: string,
	next: (before: string) => string
): Promise<string> {
	try {
		const real = await realpath(path);
		return await inQueue(real, () =>
			withLock(real, async () => {
				const text = await readFile(real, 'latin1');
				const place = find(text, address);
				if (!place) throw new Problem('password/fixed');
				const before = text.slice(place.from, place.to);
				await replace(real, text.slice(0, place.from) + next(before) + text.slice(place.to));
				return before;
			})
		);
	} catch (error) {
		throw error instanceof Problem ? error : storeAway(error);
	}
}
