import sharp from 'sharp';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { pictureKind } from '$lib/server/images/kind';
import { redraw } from '$lib/server/images/redraw';

/** A plain picture in one colour, made while reading other formats was still possible. */
const plain = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } });

const made: Record<string, Buffer> = {};
beforeAll(async () => {
	made.png = await plain(40, 20).png().toBuffer();
	made.jpeg = await plain(40, 20).jpeg().toBuffer();
	made.webp = await plain(40, 20).webp().toBuffer();
	made.avif = await plain(40, 20).avif().toBuffer();
	made.gif = await plain(40, 20).gif().toBuffer();
});

/** A PNG of any size whose lines are all empty: small as a file. */
function png(width: number, height: number, scanlines?: Buffer): Buffer {
	const chunk = (type: string, data: Buffer): Buffer => {
		const body = Buffer.concat([Buffer.from(type), data]);
		const out = Buffer.alloc(body.length + 8);
		out.writeUInt32BE(data.length, 0);
		body.copy(out, 4);
		out.writeUInt32BE(crc(body), body.length + 4);
		return out;
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([1, 0, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(scanlines ?? Buffer.alloc(height * (Math.ceil(width / 8) + 1)))),
		chunk('IEND', Buffer.alloc(0))
	]);
}
function crc(bytes: Buffer): number {
	let sum = ~0;
	for (const byte of bytes) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return ~sum >>> 0;
}

describe('pictures are drawn anew', () => {
	test.each([
		['png', 'image/png'],
		['jpeg', 'image/jpeg'],
		['gif', 'image/png'],
		['webp', 'image/webp'],
		['avif', 'image/webp']
	])('%s becomes %s', async (kind, type) => {
		const picture = await redraw(made[kind]!);
		expect(picture.type).toBe(type);
		const { width, height } = await sharp(picture.bytes).metadata();
		expect([width, height]).toEqual([40, 20]);
	});

	test('nothing of the file but its pixels comes out', async () => {
		const secret = 'Ada was in Halden <script>alert(1)</script>';
		const told = await plain(40, 20)
			.withExif({ IFD0: { Copyright: secret, Artist: secret } })
			.jpeg()
			.toBuffer();
		const trailing = Buffer.concat([told, Buffer.from(`<html>${secret}</html>`)]);
		expect(trailing.includes('Halden')).toBe(true);
		const { bytes } = await redraw(trailing);
		expect(bytes.includes('Halden')).toBe(false);
		expect(bytes.includes('Exif')).toBe(false);
		const text = await redraw(
			await plain(9, 9)
				.png()
				.withExif({ IFD0: { Artist: secret } })
				.toBuffer()
		);
		expect(text.bytes.includes('Halden')).toBe(false);
	});

	test('a picture that lies on its side stands up', async () => {
		const { bytes } = await redraw(await plain(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer());
		const { width, height, orientation } = await sharp(bytes).metadata();
		expect([width, height, orientation]).toEqual([20, 40, undefined]);
	});

	test('a small animation keeps moving, a large one stands still', async () => {
		const frames = (size: number, count: number) =>
			sharp(
				Array.from({ length: count }, (_, i) => ({
					create: { width: size, height: size, channels: 3 as const, background: { r: i * 20, g: 99, b: 0 } }
				})) as never,
				{ join: { animated: true } }
			)
				.gif({ delay: Array.from({ length: count }, () => 120), loop: 0 })
				.toBuffer();
		const small = await sharp((await redraw(await frames(30, 6))).bytes, { animated: true }).metadata();
		expect([small.pages, small.format, small.delay?.[1]]).toEqual([6, 'webp', 120]);
		const large = await sharp((await redraw(await frames(1500, 6))).bytes, { animated: true }).metadata();
		expect(large.pages ?? 1).toBe(1);
	});

	test('what is larger than any screen becomes smaller', async () => {
		const { bytes } = await redraw(await plain(4800, 1200).jpeg().toBuffer());
		const { width, height } = await sharp(bytes).metadata();
		expect([width, height]).toEqual([2400, 600]);
	});
});

describe('refused, all alike', () => {
	const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
	test.each([
		['SVG', Buffer.from(svg)],
		['SVG with a declaration', Buffer.from(`<?xml version="1.0"?>${svg}`)],
		['SVG behind the first octets of a PNG', Buffer.from(`\x89PNG\r\n\x1a\n${svg}`, 'latin1')],
		['SVG behind the name of a GIF', Buffer.from(`GIF89a${svg}`)],
		['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
		['PDF', Buffer.from('%PDF-1.7\n1 0 obj')],
		['TIFF', Buffer.from('II*\0\x08\0\0\0', 'latin1')],
		['BMP', Buffer.from('BM\x46\0\0\0', 'latin1')],
		['nothing', Buffer.alloc(0)],
		['half a JPEG', Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1')],
		['a PNG of 30,000 × 30,000', png(30_000, 30_000, Buffer.alloc(9))],
		['a PNG that unpacks to 60,000 × 600 empty lines', png(60_000, 600)],
		['a head that promises more than there is', png(4000, 4000, Buffer.alloc(50))]
	])('%s', async (_name, bytes) => {
		const from = performance.now();
		await expect(redraw(bytes)).rejects.toMatchObject({ code: 'remote/away' });
		expect(performance.now() - from).toBeLessThan(5000);
	});

	test('by the readers too, should the first octets ever be believed', async () => {
		await expect(sharp(Buffer.from(svg)).metadata()).rejects.toThrow(/unsupported/i);
	});

	test('a file cut off', async () => {
		await expect(redraw(made.png!.subarray(0, made.png!.length - 30))).rejects.toMatchObject({
			code: 'remote/away'
		});
	});
});

test('kinds are told by the first octets', () => {
	for (const kind of ['png', 'jpeg', 'webp', 'avif', 'gif']) expect(pictureKind(made[kind]!)).toBe(kind);
});

test('drawing the largest picture takes bounded memory and leaves the loop free', async () => {
	const large = await plain(6000, 4900).jpeg().toBuffer();
	const before = process.memoryUsage.rss();
	let longest = 0;
	let last = performance.now();
	const ticks = setInterval(() => {
		longest = Math.max(longest, performance.now() - last);
		last = performance.now();
	}, 5);
	let peak = 0;
	const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
	await Promise.all(Array.from({ length: 8 }, () => redraw(large)));
	clearInterval(ticks);
	clearInterval(watch);
	expect((peak - before) / 1024 / 1024).toBeLessThan(250);
	expect(longest).toBeLessThan(500);
});
