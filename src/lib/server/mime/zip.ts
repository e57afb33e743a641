import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** One file of a zip: its content is opened when its turn comes, so one is open at a time. */
export interface ZipEntry {
	/** Safe and unique (see file-name.ts). */
	readonly name: string;
	readonly open: () => Promise<Readable>;
	/** Packed already, such as pictures: stored as it is. */
	readonly stored: boolean;
}

/**
 * A zip that is made while it is read. Entries are opened one after another, so memory does not grow with
 * their size. An entry that fails ends the stream with its error: a zip that lacks a file must not look whole.
 */
export function zip(entries: readonly ZipEntry[], modified: Date): Readable {
	const file = new ZipFile();
	const output = file.outputStream as unknown as Readable;
	const fail = (error: unknown): void => {
		output.destroy(error instanceof Error ? error : new Error(String(error)));
	};
	file.on('error', fail);
	const add = async (): Promise<void> => {
		for (const entry of entries) {
			if (output.destroyed) return;
			const content = await entry.open();
			const done = new Promise<void>((resolve, reject) => {
				content.once('end', resolve).once('error', reject);
				output.once('close', () => {
					content.destroy();
					resolve();
				});
			});
			file.addReadStream(content, entry.name, { mtime: modified, compress: !entry.stored });
			await done;
		}
		file.end();
	};
	add().catch(fail);
	return output;
}
