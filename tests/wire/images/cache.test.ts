import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PictureCache } from '$lib/server/images/cache';
import type { Picture } from '$lib/server/images/redraw';

const key = (n: number) => n.toString(16).padStart(64, '0');
const picture = (size: number): Picture => ({ type: 'image/png', bytes: Buffer.alloc(size, 1) });
const fresh = () => join(mkdtempSync(join(tmpdir(), 'postern-')), 'images');

test('keeps what it is given, over a restart, readable for this user alone', async () => {
	const folder = fresh();
	await new PictureCache(folder, 1000).put(key(1), picture(100));
	expect(statSync(join(folder, `${key(1)}.png`)).mode & 0o777).toBe(0o600);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	expect(await new PictureCache(folder, 1000).get(key(1))).toEqual(picture(100));
	expect(await new PictureCache(folder, 1000).get(key(2))).toBeNull();
});

test('stays within its size by leaving out what was used longest ago', async () => {
	const folder = fresh();
	const cache = new PictureCache(folder, 1000);
	for (let n = 0; n < 10; n++) await cache.put(key(n), picture(100));
	await cache.get(key(0));
	await cache.put(key(10), picture(100));
	expect(await cache.get(key(0))).not.toBeNull();
	expect(await cache.get(key(1))).toBeNull();
	expect(await cache.get(key(10))).not.toBeNull();
	const left = readdirSync(folder).length * 100;
	expect(left).toBeLessThanOrEqual(1000);
	await cache.put(key(11), picture(900));
	expect(await cache.get(key(11))).toBeNull();
});

test('forgets after a month, and sweeps half-written files', async () => {
	const folder = fresh();
	const cache = new PictureCache(folder, 1000);
	await cache.put(key(1), picture(10));
	expect(await cache.get(key(1), Date.now() + 31 * 86_400_000)).toBeNull();
	expect(readdirSync(folder)).toEqual([]);
	writeFileSync(join(folder, 'half.new'), 'x');
	expect(await new PictureCache(folder, 1000).get(key(1))).toBeNull();
	expect(readdirSync(folder)).toEqual([]);
});

test('a disk that cannot be written costs the cache, not the picture', async () => {
	const file = join(mkdtempSync(join(tmpdir(), 'postern-')), 'a-file');
	writeFileSync(file, '');
	const cache = new PictureCache(join(file, 'images'), 1000);
	await cache.put(key(1), picture(10));
	expect(await cache.get(key(1))).toBeNull();
});

test('what could not be written whole leaves nothing behind', async () => {
	const folder = fresh();
	const cache = new PictureCache(folder, 1000);
	await cache.put(key(1), picture(10));
	// The place is taken by something that no file can be put over.
	mkdirSync(join(folder, `${key(2)}.png`));
	await cache.put(key(2), picture(10));
	expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
	expect(await cache.get(key(1))).not.toBeNull();
});
