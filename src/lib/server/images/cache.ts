import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { config } from '$lib/server/config';
import { log } from '$lib/server/log';
import type { Picture } from './redraw';

/** Octets of all pictures kept, and the share that stays after a sweep. */
const MAX_SIZE = 256 * 1024 * 1024;
const AFTER_SWEEP = 0.8;
/** A picture is fetched anew after this long, ms. */
const MAX_AGE = 30 * 24 * 60 * 60_000;

const TYPES = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const;
type Extension = keyof typeof TYPES;

interface Entry {
	readonly extension: Extension;
	readonly size: number;
	readonly made: number;
	/** Order of use; the least was used longest ago. */
	used: number;
}

/**
 * Pictures drawn anew, in the data folder, shared by all who read here: the sender learns of one reader at most
 * (security T4). Keys are hexadecimal and tell nothing of the address. Whatever goes wrong with the disk, the
 * picture is just not kept.
 */
export class PictureCache {
	readonly #folder: string;
	readonly #maxSize: number;
	#entries: Promise<Map<string, Entry>> | undefined;
	#size = 0;
	#tick = Date.now();

	constructor(folder: string = join(config().dataDir, 'images'), maxSize: number = MAX_SIZE) {
		this.#folder = folder;
		this.#maxSize = maxSize;
	}

	async get(key: string, now: number = Date.now()): Promise<Picture | null> {
		const entries = await this.#known();
		const entry = entries.get(key);
		if (!entry) return null;
		if (now - entry.made > MAX_AGE) {
			await this.#drop(entries, key);
			return null;
		}
		try {
			const bytes = await readFile(this.#path(key, entry.extension));
			entry.used = ++this.#tick;
			return { type: TYPES[entry.extension], bytes };
		} catch {
			await this.#drop(entries, key);
			return null;
		}
	}

	async put(key: string, picture: Picture): Promise<void> {
		const extension = (Object.keys(TYPES) as Extension[]).find((name) => TYPES[name] === picture.type);
		if (!extension || picture.bytes.length > this.#maxSize / 4) return;
		const draft = join(this.#folder, `${randomUUID()}.new`);
		try {
			const entries = await this.#known();
			await writeFile(draft, picture.bytes, { mode: 0o600 });
			await rename(draft, this.#path(key, extension));
			this.#size += picture.bytes.length - (entries.get(key)?.size ?? 0);
			const made = Date.now();
			entries.set(key, { extension, size: picture.bytes.length, made, used: ++this.#tick });
			if (this.#size > this.#maxSize) await this.#sweep(entries);
		} catch (err) {
			// On a full disk the half of it that was written would stay.
			await rm(draft, { force: true }).catch(() => {});
			log('images').warn({ err }, 'a picture could not be kept');
		}
	}

	async #sweep(entries: Map<string, Entry>): Promise<void> {
		const oldest = [...entries].sort(([, a], [, b]) => a.used - b.used);
		for (const [key] of oldest) {
			if (this.#size <= this.#maxSize * AFTER_SWEEP) return;
			await this.#drop(entries, key);
		}
	}

	async #drop(entries: Map<string, Entry>, key: string): Promise<void> {
		const entry = entries.get(key);
		if (!entry) return;
		entries.delete(key);
		this.#size -= entry.size;
		await rm(this.#path(key, entry.extension), { force: true }).catch(() => {});
	}

	#path(key: string, extension: Extension): string {
		return join(this.#folder, `${key}.${extension}`);
	}

	/** What earlier runs left; half-written files go. */
	#known(): Promise<Map<string, Entry>> {
		return (this.#entries ??= this.#read().catch((err: unknown) => {
			log('images').warn({ err }, 'the kept pictures could not be listed');
			return new Map<string, Entry>();
		}));
	}

	async #read(): Promise<Map<string, Entry>> {
		await mkdir(this.#folder, { recursive: true, mode: 0o700 });
		const entries = new Map<string, Entry>();
		for (const name of await readdir(this.#folder)) {
			const [, key, extension] = /^([0-9a-f]{64})\.(jpg|png|webp)$/.exec(name) ?? [];
			const path = join(this.#folder, name);
			if (!key || !extension) {
				if (name.endsWith('.new')) await rm(path, { force: true });
				continue;
			}
			const { size, mtimeMs } = await stat(path);
			entries.set(key, { extension: extension as Extension, size, made: mtimeMs, used: mtimeMs });
			this.#size += size;
		}
		return entries;
	}
}
