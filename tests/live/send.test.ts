import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Draft, DraftContent } from '$lib/mail/draft';
import type { FolderPath } from '$lib/mail/ids';
import type { Account } from '$lib/server/account';
import { attachFile } from '$lib/server/flows/attach-file';
import { discardDraft } from '$lib/server/flows/discard-draft';
import { saveDraft } from '$lib/server/flows/save-draft';
import { sendMessage } from '$lib/server/flows/send-message';
import { settleOutbox } from '$lib/server/flows/settle-outbox';
import { startDraft, type Wording } from '$lib/server/flows/start-draft';
import { structure } from '$lib/server/imap/parts';
import { closeAll } from '$lib/server/imap/pool';
import { closeDatabase, migrate } from '$lib/server/store/database';
import * as attachments from '$lib/server/store/attachments';
import * as outbox from '$lib/server/store/outbox';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { INBOX, letter, signedIn, until, use } from './imap-bed.ts';

const mail = inject('mailServer');
let ada: BedAccount;
let ben: BedAccount;
let account: Account;

beforeAll(async () => {
	use(mail);
	process.env.POSTERN_SUBMISSION = `submission://localhost:${mail.ports.submission}`;
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-send-'));
	await migrate();
});
afterAll(async () => {
	closeAll();
	await closeDatabase();
});
beforeEach(async () => {
	ada = await freshAccount(mail, 'ada');
	ben = await freshAccount(mail, 'ben');
	account = signedIn(ada);
});

const content = (more: Partial<DraftContent> = {}): DraftContent => ({
	from: account.address,
	to: ben.address,
	cc: '',
	bcc: '',
	subject: 'Hällo',
	text: 'Überall\n',
	...more
});
const wording: Wording = {
	attribution: () => 'They wrote:',
	forwarded: () => ({ title: '---', head: [] })
};
const codeOf = (promise: Promise<unknown>) =>
	promise.then(
		() => 'done',
		(error: { code?: string }) => error.code
	);

/** What a folder of an account holds, raw. */
async function raw(owner: BedAccount, folder: string): Promise<string[]> {
	const imap = await owner.imap();
	try {
		await imap.select(folder);
		const found: string[] = [];
		for (const uid of await imap.search('ALL')) {
			found.push((await imap.command(`UID FETCH ${uid} (FLAGS BODY.PEEK[])`)).text);
		}
		return found;
	} finally {
		imap.close();
	}
}
const arrived = async (owner: BedAccount, count = 1) => {
	await until(async () => (await raw(owner, 'INBOX')).length >= count, 15_000);
	return raw(owner, 'INBOX');
};
const idOf = (text: string) => /^Message-ID: (<[^>]+>)/im.exec(text)?.[1];

describe('sending', () => {
	test('arrives with its attachment, is filed byte for byte, and the draft is gone', async () => {
		const id = randomUUID();
		await saveDraft(account, id, { content: content(), revision: 0, file: true });
		expect(await raw(ada, 'Drafts')).toHaveLength(1);
		const bytes = Buffer.alloc(300_000, 7);
		await attachFile(account, id, {
			name: 'plan.pdf',
			type: 'application/pdf',
			bytes: Readable.from([bytes]),
			size: bytes.length
		});
		const sent = await sendMessage(account, id, { content: content(), revision: 1, again: false });
		expect(sent).toMatchObject({ refused: [], folder: 'Sent' });
		const [message = ''] = await arrived(ben);
		const [copy = ''] = await raw(ada, 'Sent');
		expect(copy).toContain('\\Seen');
		const from = (text: string) => text.slice(text.indexOf('From: '), text.lastIndexOf('--') + 2);
		expect(from(copy)).toBe(from(message));
		expect(message).toContain('filename=plan.pdf');
		expect(idOf(message)).toMatch(/@demo\.test>$/);
		expect(await raw(ada, 'Drafts')).toEqual([]);
	});

	test('twice at once, and again later: one message', async () => {
		const id = randomUUID();
		const request = { content: content({ bcc: ada.address }), revision: 0, again: false };
		const both = await Promise.all([sendMessage(account, id, request), sendMessage(account, id, request)]);
		expect(both[0]).toEqual(both[1]);
		expect(await sendMessage(account, id, request)).toEqual(both[0]);
		await arrived(ada);
		expect(await arrived(ben)).toHaveLength(1);
		expect(await raw(ada, 'Sent')).toHaveLength(1);
		expect((await raw(ben, 'INBOX'))[0]).not.toContain(ada.address + '\r\nSubject');
		expect(await codeOf(saveDraft(account, id, { content: content(), revision: 1, file: false }))).toBe(
			'draft/changed'
		);
	});

	test('a sender that is not one’s own is refused here, and by Postfix', async () => {
		const id = randomUUID();
		expect(
			await codeOf(
				sendMessage(account, id, { content: content({ from: ben.address }), revision: 0, again: false })
			)
		).toBe('send/from');
		const { submit } = await import('$lib/server/smtp/submit');
		const open = () => Readable.from([Buffer.from('Subject: x\r\n\r\nx\r\n')]);
		const outcome = await submit(account, { from: ben.address, to: [ben.address], size: 20, open });
		expect(outcome).toMatchObject({ kind: 'refused' });
	});

	test('a recipient the server does not know is told with its words; the draft stays', async () => {
		const id = randomUUID();
		const to = 'nobody-here@demo.test';
		const refused = await sendMessage(account, id, {
			content: content({ to }),
			revision: 0,
			again: false
		}).catch((error: { code: string; detail: string }) => error);
		expect(refused).toMatchObject({ code: 'send/refused' });
		expect((refused as { detail: string }).detail).toMatch(/nobody-here@demo\.test: 550/);
		// Corrected, it goes.
		expect(await sendMessage(account, id, { content: content(), revision: 1, again: false })).toMatchObject({
			folder: 'Sent'
		});
		expect(await arrived(ben)).toHaveLength(1);
	});
});

describe('answers', () => {
	const original = `From: Ben <BEN>\r\nTo: ADA\r\nCc: cleo@demo.test\r\nSubject: AW: Boat\r\nMessage-ID: <m1@demo.test>\r\nReferences: <m0@demo.test>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--b--\r\n`;
	const put = (text: string) =>
		ada.append(Buffer.from(text.replace('BEN', ben.address).replace('ADA', ada.address)));
	const start = async (kind: 'reply' | 'reply-all' | 'forward'): Promise<Draft> => {
		const uid = await put(original);
		return startDraft(account, { do: kind, folder: INBOX, uid: uid as never, zone: 'UTC' }, wording);
	};

	test('a reply belongs to its conversation, and the original is marked', async () => {
		const draft = await start('reply');
		expect(draft).toMatchObject({
			to: `Ben <${ben.address}>`,
			subject: 'Re: Boat',
			text: '\n\nThey wrote:\n> Grüße\n'
		});
		await sendMessage(account, draft.id, { content: draft, revision: draft.revision, again: false });
		const [message = ''] = await arrived(ben);
		expect(message).toContain('In-Reply-To: <m1@demo.test>');
		expect(message).toContain('References: <m0@demo.test> <m1@demo.test>');
		expect((await raw(ada, 'INBOX'))[0]).toContain('\\Answered');
	});

	test('a forwarded copy takes the attachments along', async () => {
		const draft = await start('forward');
		expect(draft).toMatchObject({
			to: '',
			subject: 'Fwd: AW: Boat',
			attachments: [{ name: 'a.pdf', size: 4 }],
			lost: []
		});
		await sendMessage(account, draft.id, {
			content: { ...draft, to: ben.address },
			revision: 1,
			again: false
		});
		const [message = ''] = await arrived(ben);
		expect(message).toContain('JVBERg==');
		expect(message).not.toContain('In-Reply-To');
		expect((await raw(ada, 'INBOX'))[0]).toContain('$Forwarded');
	});
});

describe('drafts', () => {
	test('each save replaces the copy in Drafts; another program’s draft can be gone on with', async () => {
		const id = randomUUID();
		const one = await saveDraft(account, id, {
			content: content({ to: 'half', bcc: 'c@demo.test' }),
			revision: 0,
			file: true
		});
		await saveDraft(account, id, { content: content({ text: 'two' }), revision: one.revision, file: true });
		const copies = await raw(ada, 'Drafts');
		expect(copies).toHaveLength(1);
		expect(copies[0]).toMatch(/\\Draft[\s\S]*two/);
		const uid = await ada.append(
			letter('From elsewhere', `Bcc: c@demo.test\r\n`, 'half a thought'),
			'Drafts',
			'\\Draft'
		);
		const start = { do: 'resume', folder: 'Drafts' as FolderPath, uid: uid as never } as const;
		const theirs = await startDraft(account, start, wording);
		expect(theirs).toMatchObject({ subject: 'From elsewhere', bcc: 'c@demo.test' });
		expect((await startDraft(account, start, wording)).id).toBe(theirs.id);
		await discardDraft(account, theirs.id);
		expect(await raw(ada, 'Drafts')).toHaveLength(1);
	});

	test('two tabs: the one that does not know the newest save is told', async () => {
		const id = randomUUID();
		await saveDraft(account, id, { content: content({ text: 'a' }), revision: 0, file: false });
		await saveDraft(account, id, { content: content({ text: 'b' }), revision: 1, file: false });
		expect(
			await codeOf(saveDraft(account, id, { content: content({ text: 'c' }), revision: 1, file: false }))
		).toBe('draft/changed');
		// The same save again, because its answer was lost.
		expect(
			await saveDraft(account, id, { content: content({ text: 'b' }), revision: 1, file: false })
		).toMatchObject({ revision: 2 });
	});

	test('a tab that never heard of its own save goes on from it; an overtaken save does not', async () => {
		const id = randomUUID();
		const mine = randomUUID();
		const save = (text: string, revision: number, writer: string, turn: number) =>
			saveDraft(account, id, {
				content: content({ text }),
				revision,
				writer: { id: writer, turn },
				file: false
			});
		await save('a', 0, mine, 1);
		expect(await save('ab', 0, mine, 2)).toMatchObject({ revision: 2 });
		expect(await save('abcd', 1, mine, 4)).toMatchObject({ revision: 3 });
		expect(await codeOf(save('abc', 1, mine, 3))).toBe('draft/changed');
		await save('theirs', 3, randomUUID(), 1);
		expect(await codeOf(save('abcde', 3, mine, 5))).toBe('draft/changed');
	});

	test('two tabs: what one has removed the other neither brings back nor sends without its files', async () => {
		const id = randomUUID();
		await saveDraft(account, id, { content: content(), revision: 0, file: false });
		await discardDraft(account, id);
		const late = { content: content({ text: 'late' }), revision: 1 };
		expect(await codeOf(saveDraft(account, id, { ...late, file: false }))).toBe('draft/changed');
		expect(await codeOf(sendMessage(account, id, { ...late, again: false }))).toBe('draft/changed');
	});

	test('a file that is still coming when its draft is removed leaves nothing behind', async () => {
		const id = randomUUID();
		await saveDraft(account, id, { content: content(), revision: 0, file: false });
		async function* slowly() {
			yield Buffer.from('first');
			await discardDraft(account, id);
			yield Buffer.from('second');
		}
		const file = { name: 'a.txt', type: 'text/plain', bytes: Readable.from(slowly()), size: null };
		expect(await codeOf(attachFile(account, id, file))).toBe('draft/missing');
		expect(await attachments.list(id)).toEqual([]);
	});

	test('only a draft is gone on with: discarding another message must not delete it', async () => {
		const resume = async (path: string, flags?: string) => {
			const uid = await ada.append(letter('Mail'), path, flags);
			return codeOf(
				startDraft(account, { do: 'resume', folder: path as FolderPath, uid: uid as never }, wording)
			);
		};
		expect(await resume('INBOX')).toBe('draft/missing');
		expect(await resume('INBOX', '\\Draft')).toBe('done');
		expect(await resume('Drafts')).toBe('done');
	});

	test('opened in two tabs at once it is one draft', async () => {
		const uid = await ada.append(letter('Half', '', 'half'), 'Drafts', '\\Draft');
		const start = { do: 'resume', folder: 'Drafts' as FolderPath, uid: uid as never } as const;
		// Both have a connection at hand.
		await Promise.all([1, 2].map(() => structure(account, start.folder, start.uid)));
		const [one, other] = await Promise.all([1, 2].map(() => startDraft(account, start, wording)));
		expect(other?.id).toBe(one?.id);
	});

	test('somebody else’s draft cannot be read, written or sent', async () => {
		const id = randomUUID();
		await saveDraft(account, id, { content: content(), revision: 0, file: false });
		const other = signedIn(ben);
		expect(await codeOf(saveDraft(other, id, { content: content(), revision: 1, file: false }))).toBe(
			'draft/changed'
		);
		expect(
			await codeOf(attachFile(other, id, { name: 'x', type: '', bytes: Readable.from([]), size: 0 }))
		).toBe('draft/missing');
	});
});

describe('interruptions', () => {
	/** As after a process died in that state. */
	async function interrupted(state: 'built' | 'submitting'): Promise<string> {
		const id = randomUUID();
		await saveDraft(account, id, { content: content(), revision: 0, file: true });
		const entry = {
			draft: id,
			state,
			messageId: `<${id}@demo.test>`,
			subject: 'Hällo',
			file: null,
			size: 1,
			origin: null,
			refused: [],
			folder: null
		};
		await outbox.add(account.address, entry);
		return id;
	}

	test('before it was handed over: not sent, and it can be', async () => {
		const id = await interrupted('built');
		expect(await settleOutbox(account)).toMatchObject([{ draft: id, state: 'not-sent' }]);
		expect(await settleOutbox(account)).toEqual([]);
		expect(await sendMessage(account, id, { content: content(), revision: 1, again: false })).toMatchObject({
			folder: 'Sent'
		});
	});

	test('in the middle: unknown with the id, never sent by itself; again with the same id when told to', async () => {
		const id = await interrupted('submitting');
		expect(await settleOutbox(account)).toMatchObject([
			{ draft: id, state: 'unknown', messageId: `<${id}@demo.test>` }
		]);
		expect(await codeOf(sendMessage(account, id, { content: content(), revision: 1, again: false }))).toBe(
			'send/unknown'
		);
		expect(await raw(ben, 'INBOX')).toEqual([]);
		// Told to, but it cannot go like this: what is known of the first try stays known.
		const stale = { content: content({ text: 'other' }), revision: 0 };
		expect(await codeOf(sendMessage(account, id, { ...stale, again: true }))).toBe('draft/changed');
		expect(await codeOf(sendMessage(account, id, { ...stale, again: false }))).toBe('send/unknown');
		expect(await sendMessage(account, id, { content: content(), revision: 1, again: true })).toMatchObject({
			messageId: `<${id}@demo.test>`
		});
	});

	test('in the middle, but the copy is in Sent: it was sent', async () => {
		const id = await interrupted('submitting');
		const text = letter('x')
			.toString()
			.replace(/Message-ID: .*/, `Message-ID: <${id}@demo.test>`);
		await ada.append(Buffer.from(text), 'Sent', '\\Seen');
		expect(await settleOutbox(account)).toMatchObject([{ draft: id, state: 'filed' }]);
		expect(await raw(ada, 'Drafts')).toEqual([]);
		expect(await raw(ben, 'INBOX')).toEqual([]);
	});

	test('sent, but IMAP is away: said so, never sent again, filed later (security G18)', async () => {
		const id = randomUUID();
		await saveDraft(account, id, { content: content(), revision: 0, file: false });
		closeAll();
		const { config } = await import('$lib/server/config');
		const imap = config().imap as { port: number };
		const port = imap.port;
		imap.port = 1;
		try {
			expect(await sendMessage(account, id, { content: content(), revision: 1, again: false })).toMatchObject(
				{ folder: null }
			);
			expect(await sendMessage(account, id, { content: content(), revision: 1, again: false })).toMatchObject(
				{ folder: null }
			);
			expect(await settleOutbox(account)).toMatchObject([{ draft: id, state: 'not-filed' }]);
		} finally {
			imap.port = port;
		}
		expect(await settleOutbox(account)).toMatchObject([{ draft: id, state: 'filed' }]);
		expect(await settleOutbox(account)).toEqual([]);
		const [message = ''] = await arrived(ben);
		const [copy = ''] = await raw(ada, 'Sent');
		expect(idOf(copy)).toBe(idOf(message));
		expect(await raw(ben, 'INBOX')).toHaveLength(1);
	});
});
