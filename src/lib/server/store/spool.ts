import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, readdir, rm, rmdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { config } from '$lib/server/config';
import { Problem } from '$lib/server/problem';

/**
 * Files on their way out: uploads and built messages, each under a random name in a folder per account that only
 * this process may enter. A name a person chose never reaches the disk (security M10).
 */
const root = () => join(config().dataDir, 'spool');
const folder = (account: string) =>
	join(root(), createHash('sha256').update(account).digest('hex').slice(0, 32));
const NAME = /^[0-9a-f-]{36}$/;

function path(account: string, file: string): string {
	if (!NAME.test(file)) throw new Error('not a name of the spool');
	return join(folder(account), file);
}

/**
 * Writes a stream into a new file and flushes it to the disk. Errors: `size/too-large` behind `limit` octets,
 * `quota/full` when the disk is full; either way nothing stays behind.
 */
export async function put(
	account: string,
	bytes: Readable | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
	limit: number
): Promise<{ file: string; size: number }> {
	const file = randomUUID();
	const target = path(account, file);
	await mkdir(folder(account), { recursive: true, mode: 0o700 });
	let size = 0;
	const counted = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			size += chunk.length;
			done(size > limit ? new Problem('size/too-large') : null, chunk);
		}
	});
	try {
		await pipeline(
			bytes as Readable,
			counted,
			createWriteStream(target, { mode: 0o600, flags: 'wx', flush: true })
		);
		return { file, size };
	} catch (error) {
		await rm(target, { force: true });
		if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
			throw new Problem('quota/full', { cause: error });
		}
		throw error;
	}
}

export function read(account: string, file: string): Readable {
	return createReadStream(path(account, file), { highWaterMark: 256 * 1024 });
}

/** The whole file, for the one command that cannot stream (APPEND). */
export async function bytes(account: string, file: string): Promise<Buffer> {
	return readFile(path(account, file));
}

/** The file, opened to be read here and there; whoever asks closes it. */
export async function handle(account: string, file: string): Promise<FileHandle> {
	return open(path(account, file), 'r');
}

export async function remove(account: string, file: string): Promise<void> {
	await rm(path(account, file), { force: true });
}

/** True when the spool can be written; part of starting up. */
export async function ready(): Promise<void> {
	await mkdir(root(), { recursive: true, mode: 0o700 });
	const handle = await open(root(), 'r');
	await handle.close();
}

/** Removes files nobody needs that are older than `before` (ms), and folders left empty. Returns how many. */
export async function sweep(needed: ReadonlySet<string>, before: number): Promise<number> {
	let removed = 0;
	for (const name of await readdir(root()).catch(() => [])) {
		const inside = join(root(), name);
		for (const file of await readdir(inside).catch(() => [])) {
			if (needed.has(file)) continue;
			const about = await stat(join(inside, file)).catch(() => null);
			if (!about || about.mtimeMs >= before) continue;
			await rm(join(inside, file), { force: true });
			removed++;
		}
		await rmdir(inside).catch(() => undefined);
	}
	return removed;
}
