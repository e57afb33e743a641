import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { addDemoAccounts, DEMO_PASSWORD } from '../../src/mailserver/demo.ts';
import { placeAt } from '../../src/mailserver/place.ts';
import type { Ports } from '../../src/mailserver/ports.ts';
import { startMailServer } from '../../src/mailserver/server.ts';
import { freshAccount } from '../bed/accounts.ts';
import { bedMailServer, freeBase } from '../bed/mail-server.ts';

const mail = inject('mailServer');

/** What the product builds on; a server without one of these is another server. */
const CAPABILITIES =
	'IMAP4rev1 SASL-IR ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS MULTIAPPEND CATENATE UNSELECT ' +
	'CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH ' +
	'LIST-STATUS BINARY MOVE PREVIEW STATUS=SIZE SAVEDATE LITERAL+ NOTIFY METADATA SPECIAL-USE COMPRESS=DEFLATE QUOTA ACL';

interface Login {
	address: string;
	password: string;
}

function imap({ ports, ca }: { ports: Ports; ca: string }, { address, password }: Login, secure = true) {
	const auth = { user: address, pass: password };
	const port = secure ? ports.imaps : ports.imap;
	return new ImapFlow({
		host: 'localhost',
		port,
		secure,
		tls: { ca: readFileSync(ca) },
		auth,
		logger: false
	});
}

function submission({ ports, ca }: { ports: Ports; ca: string }, { address, password }: Login) {
	const auth = { user: address, pass: password };
	return createTransport({
		...{ host: 'localhost', port: ports.submission, requireTLS: true, tls: { ca: readFileSync(ca) }, auth }
	});
}

/** Everything a server says before it is asked, until `until`. */
function greeting(port: number, until: RegExp): Promise<string> {
	return new Promise((done, failed) => {
		const socket = connect({ port, host: '127.0.0.1' }).setEncoding('utf8');
		let said = '';
		socket.on('data', (text: string) => {
			said += text;
			if (until.test(said)) socket.destroy();
		});
		socket.on('close', () => done(said));
		socket.on('error', failed);
	});
}

/** Command lines of processes of this server. */
const processesOf = (dir: string, ports: Ports) =>
	readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map((pid) => {
			try {
				return readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
			} catch {
				return '';
			}
		})
		.filter((text) => text.includes(`${dir}/etc`) || text.includes(`postern-${ports.imaps}/`));

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
});

describe('IMAP', () => {
	test('announces what the product builds on, over TLS from the start and after STARTTLS', async () => {
		const account = await freshAccount(mail);
		for (const secure of [true, false]) {
			const client = imap(mail, account, secure);
			await client.connect();
			for (const name of CAPABILITIES.split(' ')) expect([...client.capabilities.keys()]).toContain(name);
			const folders = await client.list();
			expect(folders.map((folder) => folder.specialUse).sort()).toEqual(
				['\\Archive', '\\Drafts', '\\Inbox', '\\Junk', '\\Sent', '\\Trash'].sort()
			);
			expect(folders.every((folder) => folder.subscribed)).toBe(true);
			await client.logout();
		}
	});

	test('offers STARTTLS, and takes no wrong password and no unknown account', async () => {
		expect(await greeting(mail.ports.imap, /\n/)).toContain('STARTTLS');
		const { address } = await freshAccount(mail);
		for (const wrong of [
			{ address, password: 'wrong' },
			{ address: "x' OR '1'='1@demo.test", password: 'x' }
		]) {
			await expect(imap(mail, wrong).connect()).rejects.toMatchObject({ authenticationFailed: true });
		}
	});

	test('has a certificate that only its own authority vouches for', async () => {
		const hello = (ca?: Buffer) =>
			new Promise<boolean>((done) => {
				const socket = connectTls({ port: mail.ports.imaps, host: 'localhost', ...(ca && { ca }) });
				socket.once('secureConnect', () => (done(socket.authorized), socket.destroy()));
				socket.once('error', () => done(false));
			});
		expect(await hello(readFileSync(mail.ca))).toBe(true);
		expect(await hello()).toBe(false);
	});
});

test('ManageSieve offers the extensions that filters use', async () => {
	const said = await greeting(mail.ports.sieve, /\nOK/);
	for (const name of [
		'fileinto',
		'vacation',
		'imap4flags',
		'mime',
		'foreverypart',
		'duplicate',
		'editheader'
	]) {
		expect(said).toContain(name);
	}
	expect(said).toContain('STARTTLS');
});

describe('submission', () => {
	test('delivers to another account, also by an address with a tag', async () => {
		const [from, to] = [await freshAccount(mail, 'from'), await freshAccount(mail, 'to')];
		const tagged = to.address.replace('@', '+boat@');
		await submission(mail, from).sendMail({
			from: from.address,
			to: tagged,
			subject: 'Keys',
			text: 'Third pot.'
		});
		const session = await to.imap();
		await expect.poll(async () => session.select('INBOX')).toBe(1);
		session.close();
	});

	test('refuses another one’s sender address, an unknown recipient, and mail to the world outside', async () => {
		const [ann, bob] = [await freshAccount(mail, 'ann'), await freshAccount(mail, 'bob')];
		const send = (from: string, to: string) =>
			submission(mail, ann).sendMail({ from, to, subject: 'x', text: 'x' });
		await expect(send(bob.address, bob.address)).rejects.toThrow(/553 5\.7\.1.*not owned by user/);
		await expect(send(ann.address, 'nobody@demo.test')).rejects.toThrow(/550 5\.1\.1/);
		await expect(send(ann.address, 'somebody@outside.test')).rejects.toThrow(
			/5\.4\.4.*delivers only to demo\.test/
		);
		await expect(send(ann.address, 'ingrid@halden-sails.example')).resolves.toMatchObject({ rejected: [] });
		const said = await greeting(mail.ports.submission, /^220/);
		expect(said).toContain('mx.demo.test');
	});
});

/** Hands a message to the port for mail from outside. */
const fromOutside = (to: string, raw: string) =>
	createTransport({ host: 'localhost', port: mail.ports.smtp, ignoreTLS: true }).sendMail({
		envelope: { from: 'eve@evil.example', to },
		raw
	});

test('nobody outside speaks in this server’s name', async () => {
	const account = await freshAccount(mail, 'forged');
	const forged = [
		'Authentication-Results: mx.demo.test; dmarc=pass header.from=bank.example',
		'authentication-results:\r\n\tMX.demo.test;\r\n\tdmarc=pass header.from=bank.example',
		'Authentication-Results : (x) "mx.demo.test" 1; dmarc=pass header.from=bank.example',
		'Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=bank.example'
	];
	await fromOutside(
		account.address,
		`${forged.join('\r\n')}\r\nFrom: ceo@bank.example\r\nSubject: x\r\n\r\nx\r\n`
	);
	const box = await account.imap();
	await expect.poll(async () => box.select('INBOX')).toBe(1);
	const { text } = await box.command('FETCH 1 BODY.PEEK[HEADER]');
	box.close();
	expect(text).toMatch(/Received: from .*\r\n.*by mx\.demo\.test \(Postfix\)/);
	expect(text.match(/^authentication-results.*/gim)).toEqual([
		'Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=bank.example'
	]);
});

test('sieve runs on delivery: it files, and it answers through this server alone', async () => {
	const [ann, bob] = [await freshAccount(mail, 'ann'), await freshAccount(mail, 'bob')];
	const box = await ann.imap();
	await box.command('CREATE Boat');
	const script =
		'require ["fileinto", "vacation"];\nif header :contains "subject" "sail" { fileinto "Boat"; vacation "At sea."; }\n';
	const home = join(placeAt(mail.dir, mail.ports).mail, 'demo.test', ann.address.split('@')[0]!);
	await writeFile(join(home, '.dovecot.sieve'), script);
	await submission(mail, bob).sendMail({
		from: bob.address,
		to: ann.address,
		subject: 'New sails',
		text: '?'
	});
	await expect.poll(async () => box.select('Boat')).toBe(1);
	box.close();
	const answered = await bob.imap();
	await expect.poll(async () => answered.select('INBOX')).toBe(1);
	answered.close();
});

test('two servers run side by side, and a stopped one leaves no process', async () => {
	const other = await bedMailServer();
	ends.push(other.end);
	const { facts, server } = other;
	await server.addAccount('ann@demo.test', 'first');
	await server.deliver('ann@demo.test', 'Subject: Hello\n\n.dots\n..and\n');
	const client = imap(facts, { address: 'ann@demo.test', password: 'first' });
	await client.connect();
	await client.mailboxOpen('INBOX');
	const message = await client.fetchOne('1', { source: true });
	expect(message && message.source?.toString()).toMatch(/\r\n\.dots\r\n\.\.and\r\n/);
	await client.logout();

	expect(processesOf(facts.dir, facts.ports).length).toBeGreaterThan(5);
	await server.stop();
	await expect.poll(() => processesOf(facts.dir, facts.ports)).toEqual([]);
	expect(processesOf(mail.dir, mail.ports).length).toBeGreaterThan(5);
});

test('a taken port is named, and nothing is left running', async () => {
	const dir = await mkdtemp(join(tmpdir(), 'postern-mail-'));
	ends.push(() => rm(dir, { recursive: true }));
	await expect(startMailServer({ dir, base: mail.base })).rejects.toThrow(
		new RegExp(`${mail.ports.smtp}.* taken by another program.*--ports`)
	);
});

test('the sample shows every kind of mail, also in a folder that only root may enter', async () => {
	const closed = await mkdtemp(join(tmpdir(), 'postern closed – '));
	const dir = join(closed, 'data & mail', 'a'.repeat(60));
	ends.push(() => rm(closed, { recursive: true }));
	await mkdir(dir, { recursive: true });
	const server = await startMailServer({ dir, base: await freeBase(), sample: true });
	ends.unshift(() => server.stop());
	await addDemoAccounts(server);

	const client = imap(server, { address: 'ada@demo.test', password: DEMO_PASSWORD });
	await client.connect();
	const folders = await client.list({ statusQuery: { messages: true } });
	const total = folders.reduce((sum, folder) => sum + (folder.status?.messages ?? 0), 0);
	expect(total).toBeGreaterThanOrEqual(80);
	for (const path of ['Boat/Slipway permit', 'Grüße & Fotos/日本 📦', '“Quoted” & "plain"', 'v2.1']) {
		expect(folders.map((folder) => folder.path)).toContain(path);
	}
	await client.mailboxOpen('INBOX');
	const has = async (query: object) => ((await client.search(query)) || []).length;
	expect(await has({ larger: 20_000_000 })).toBe(1);
	expect(await has({ keyword: '$Forwarded' })).toBe(2);
	const all = await client.fetchAll('1:*', { envelope: true, bodyStructure: true });
	const types = JSON.stringify(all.map((message) => message.bodyStructure));
	for (const type of ['text/calendar', 'multipart/signed', 'multipart/related', 'message/rfc822', 'flowed']) {
		expect(types).toContain(type);
	}
	for (const charset of ['iso-2022-jp', 'windows-1252']) expect(types).toContain(charset);
	for (const header of ['list-unsubscribe-post', 'authentication-results', 'list-id']) {
		expect(await has({ header: { [header]: true } }), header).toBeGreaterThan(0);
	}
	for (const subject of ['Счёт', '帆船の写真', 'הצעת', 'دعوة', 'Réunion d’équipe']) {
		expect(await has({ subject }), subject).toBe(1);
	}
	const lengths = all.map(({ envelope }) => envelope?.subject?.length ?? 0);
	expect(lengths).toContain(0);
	expect(Math.max(...lengths)).toBe(300);
	await client.logout();

	await server.stop();
	ends.shift();
	expect(await readdir(dir)).toContain('mail');
});
