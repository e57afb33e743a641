import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FolderPath, Uid } from '$lib/mail/ids';
import * as attachments from '$lib/server/store/attachments';
import { closeDatabase, migrate, sqlite } from '$lib/server/store/database';
import * as drafts from '$lib/server/store/drafts';

const ADA = 'ada@demo.test';
const DAY = 24 * 3_600_000;
const copy = { folder: 'Drafts' as FolderPath, uidValidity: '1', uid: 1 as Uid };

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-drafts-'));
	await migrate();
});
afterAll(closeDatabase);

async function draft(copied: boolean, updated = Date.now()): Promise<string> {
	const id = randomUUID();
	const content = { from: ADA, to: '', cc: '', bcc: '', subject: '', text: '' };
	const made = { id, content, origin: null, inReplyTo: '', references: [], messageId: '<x@demo.test>' };
	expect(await drafts.add(ADA, { ...made, copy: copied ? copy : null })).toBe(true);
	sqlite().prepare('update draft set updated = ? where id = ?').run(updated, id);
	return id;
}

test('files that come in side by side do not get the same room twice', async () => {
	const id = await draft(false);
	const add = (name: string, size: number) =>
		attachments.add(id, { name, type: 'text/plain', size, file: name }, 10);
	expect(await Promise.all([add('a', 6), add('b', 6)])).toEqual([true, false]);
	expect(await add('c', 4)).toBe(true);
	expect((await attachments.list(id)).map(({ name }) => name)).toEqual(['a', 'c']);
});

test('a draft without a copy in Drafts is kept longer than one that can be made again', async () => {
	const now = Date.now();
	await draft(false, now - 20 * DAY);
	await draft(true, now - 2 * DAY);
	const forsaken = await draft(false, now - 31 * DAY);
	const copied = await draft(true, now - 8 * DAY);
	const idle = (await drafts.idle(now - 7 * DAY, now - 30 * DAY)).map(({ id }) => id);
	expect(idle.sort()).toEqual([forsaken, copied].sort());
});
