import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { realKind } from '$lib/server/mime/real-kind';
import { listZip } from '$lib/server/mime/zip-list';
import { MAX_ZIPPED } from '$lib/mail/zip-listing';

async function packed(names: readonly string[], content = Buffer.from('x')): Promise<Buffer> {
	const zip = new ZipFile();
	for (const name of names) zip.addBuffer(content, name);
	zip.end();
	return buffer(zip.outputStream as unknown as NodeJS.ReadableStream);
}

async function listed(bytes: Buffer) {
	const folder = await mkdtemp(join(tmpdir(), 'zip-list-'));
	try {
		await writeFile(join(folder, 'a.zip'), bytes);
		const handle = await open(join(folder, 'a.zip'));
		try {
			return await listZip(handle.fd);
		} finally {
			await handle.close();
		}
	} finally {
		await rm(folder, { recursive: true });
	}
}

describe('the directory of a zip', () => {
	test('names and sizes, folders and what may do harm', async () => {
		const { files, total, broken } = await listed(
			await packed(['a/notes.txt', 'a/setup.exe'], Buffer.alloc(5000))
		);
		expect([total, broken]).toEqual([2, false]);
		expect(files).toEqual([
			{ name: 'a/notes.txt', size: 5000, folder: false, locked: false, risk: null },
			{ name: 'a/setup.exe', size: 5000, folder: false, locked: false, risk: 'program' }
		]);
	});

	test('hostile names are text without marks that hide or turn', async () => {
		const bytes = await packed(['aa/aa/aa/passwd', 'photo-uugpj.exe', '<b>bold</b>.txt']);
		const hostile = Buffer.from(
			bytes
				.toString('latin1')
				.replaceAll('aa/aa/aa/passwd', '../../../passwd')
				.replaceAll('photo-uugpj', 'photo\xe2\x80\xaegpj'.slice(0, 11)),
			'latin1'
		);
		const { files } = await listed(hostile);
		expect(files[0]?.name).toBe('../../../passwd');
		expect(files[1]?.name).not.toMatch(/[\u202a-\u202e]/);
		expect(files[1]?.risk).toBe('program');
		expect(files[2]?.name).toBe('<b>bold</b>.txt');
	});

	test('a long directory is listed to its limit', async () => {
		const { files, total } = await listed(
			await packed(Array.from({ length: MAX_ZIPPED + 7 }, (_, i) => `${i}.txt`))
		);
		expect([files.length, total]).toEqual([MAX_ZIPPED, MAX_ZIPPED + 7]);
	});

	test('a bomb is its claim and nothing more', async () => {
		const bytes = await packed(['bomb.bin']);
		// The directory claims four gigabytes but one.
		const at = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
		bytes.writeUInt32LE(0xfffffffe, at + 24);
		const before = process.memoryUsage().rss;
		const { files } = await listed(bytes);
		expect(files[0]?.size).toBe(0xfffffffe);
		expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
	});

	test.each([
		['empty', Buffer.alloc(0)],
		['text', Buffer.from('no zip at all')],
		[
			'a directory that claims what is not there',
			Buffer.from('504b0506' + '00000000ffffffff' + 'ffffffffffffffff' + '0000', 'hex')
		]
	])('what is no zip is broken: %s', async (_, bytes) => {
		const { files, broken } = await listed(bytes);
		expect([files.length, broken]).toEqual([0, true]);
	});

	test('every cut of a zip is read without an error', async () => {
		const bytes = await packed(['one.txt', 'two.txt']);
		for (let end = 0; end < bytes.length; end += 7) await listed(bytes.subarray(0, end));
	});
});

describe('what a file is by its first bytes', () => {
	test.each([
		['program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
		['pdf', Buffer.from('%PDF-1.7\n%âãÏÓ\n')],
		['page', Buffer.from('\ufeff  <!-- hi --><!DOCTYPE html><html>')],
		['page', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">')],
		['script', Buffer.from('#!/bin/sh\nrm -rf x')],
		['text', Buffer.from('Dear Ada,\r\nplain words.')],
		['archive', Buffer.from('504b0304140000000800', 'hex')],
		[null, Buffer.alloc(0)],
		[null, Buffer.alloc(4100)]
	])('%s', async (kind, bytes) => expect(await realKind(bytes)).toBe(kind));

	test('any bytes are read', async () => {
		for (let n = 0; n < 300; n++) {
			const bytes = Buffer.alloc(600, n % 256);
			bytes.write(
				['PK\x03\x04', '\x89PNG', 'RIFF', 'ID3', 'OggS', '%PDF', '\xff\xd8\xff'][n % 7]!,
				0,
				'latin1'
			);
			await realKind(bytes);
		}
	});

	test('a beginning made to take long does not', async () => {
		const start = performance.now();
		await realKind(Buffer.from(' '.repeat(4100)));
		await realKind(Buffer.from('<!--'.repeat(1000)));
		await realKind(Buffer.from('<!---->'.repeat(140) + 'x'));
		expect(performance.now() - start).toBeLessThan(500);
	});
});
