import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { connect } from '$lib/server/imap/connect';

const imap = vi.hoisted(() => ({ host: 'localhost', port: 0, tls: 'implicit', ca: '' }));
vi.mock('$lib/server/config', () => ({ config: () => ({ imap }) }));

const credential = { kind: 'password' as const, user: 'u@x.test', password: 'secret-pw' };
const dir = mkdtempSync(join(tmpdir(), 'postern-tls-'));
const servers: Server[] = [];
let heard = '';

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** A certificate of `authority`, or one that signed itself. Dates as `YYYYMMDDHHMMSSZ`. */
function certificate(
	name: string,
	of: { authority?: string; names?: string; use?: string; from?: string; until?: string } = {}
) {
	const {
		authority = 'ca',
		names = 'DNS:localhost',
		use = 'serverAuth',
		from = '20200101000000Z',
		until = '20400101000000Z'
	} = of;
	openssl('req', ...KEY, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
	writeFileSync(join(dir, 'ext'), `subjectAltName=${names}\nextendedKeyUsage=${use}\n`);
	writeFileSync(join(dir, 'index'), '');
	writeFileSync(join(dir, 'serial'), `${Date.now()}`.slice(-8));
	writeFileSync(
		join(dir, 'conf'),
		'[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\npolicy=p\ndefault_md=sha256\n[p]\ncommonName=supplied\n'
	);
	const signer =
		authority === 'self'
			? ['-selfsign', '-keyfile', `${name}.key`]
			: ['-cert', `${authority}.pem`, '-keyfile', `${authority}.key`];
	openssl(
		'ca',
		'-batch',
		'-config',
		'conf',
		...signer,
		'-startdate',
		from,
		'-enddate',
		until,
		'-extfile',
		'ext',
		'-in',
		`${name}.csr`,
		'-out',
		`${name}.pem`,
		'-notext'
	);
	return { key: readFileSync(join(dir, `${name}.key`)), cert: readFileSync(join(dir, `${name}.pem`)) };
}

beforeAll(() => {
	for (const name of ['ca', 'stranger'])
		openssl(
			'req',
			'-x509',
			...KEY,
			'-days',
			'30',
			'-subj',
			`/CN=${name}`,
			'-keyout',
			`${name}.key`,
			'-out',
			`${name}.pem`
		);
	imap.ca = readFileSync(join(dir, 'ca.pem'), 'utf8');
});
afterEach(() => {
	heard = '';
	for (const server of servers.splice(0)) server.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function listen(serve: (socket: Socket) => void): Promise<void> {
	const server = createServer((socket) => {
		socket.on('error', () => {});
		serve(socket);
	});
	servers.push(server);
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	imap.port = (server.address() as AddressInfo).port;
}

/** The least that lets a client sign in. */
function speak(socket: Socket, capabilities: string, greet = true): void {
	socket.on('error', () => {});
	if (greet) socket.write('* OK ready\r\n');
	socket.on('data', (chunk) => {
		heard += chunk.toString('latin1');
		for (const line of chunk.toString('latin1').split('\r\n').filter(Boolean)) {
			const [tag, name] = line.split(' ');
			if (name === 'STARTTLS') socket.emit('starttls', tag);
			else
				socket.write(`${name === 'CAPABILITY' ? `* CAPABILITY ${capabilities}\r\n` : ''}${tag} OK done\r\n`);
		}
	});
}

const secured = (files: { key: Buffer; cert: Buffer }) => (socket: Socket) =>
	speak(new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(files) }), 'IMAP4rev1');

describe('certificates (security P3)', () => {
	test('a good one is accepted', async () => {
		imap.tls = 'implicit';
		await listen(secured(certificate('good')));
		(await connect(credential)).close();
		expect(heard).toContain('LOGIN');
	});
	const bad: [string, Parameters<typeof certificate>[1]][] = [
		['signed by itself', { authority: 'self' }],
		['of an unknown authority', { authority: 'stranger' }],
		['for another name', { names: 'DNS:mail.evil.test' }],
		['that has expired', { until: '20210101000000Z' }],
		['that is not valid yet', { from: '20390101000000Z' }],
		['that is not for servers', { use: 'clientAuth' }]
	];
	test.each(bad)('one %s is refused, and no password is sent', async (_name, of) => {
		imap.tls = 'implicit';
		await listen(secured(certificate('bad', of)));
		await expect(connect(credential)).rejects.toMatchObject({ code: 'server/certificate' });
		expect(heard).not.toContain('secret-pw');
	});
});

describe('STARTTLS (security P2)', () => {
	/** Offers STARTTLS; `inject` follows the OK in the same packet. Inside TLS the capabilities are others. */
	const starttls =
		(inject = '') =>
		(socket: Socket) => {
			speak(socket, 'IMAP4rev1 STARTTLS AUTH=EVIL LOGINDISABLED');
			socket.once('starttls', (tag: string) => {
				socket.removeAllListeners('data');
				socket.write(`${tag} OK begin\r\n${inject}`);
				speak(
					new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(certificate('start')) }),
					'IMAP4rev1 UIDPLUS',
					false
				);
			});
		};

	test('is used where it is offered, and what was said before it is forgotten', async () => {
		imap.tls = 'starttls';
		await listen(starttls());
		const made = await connect(credential);
		expect(made.secureConnection).toBe(true);
		expect([...made.capabilities.keys()]).toEqual(['IMAP4rev1', 'UIDPLUS']);
		made.close();
	});

	test('words put in before TLS end the connection', async () => {
		imap.tls = 'starttls';
		await listen(starttls('* CAPABILITY IMAP4rev1 AUTH=EVIL\r\n'));
		await expect(connect(credential)).rejects.toMatchObject({ code: 'server/certificate' });
		expect(heard).not.toContain('secret-pw');
	});

	test.each(['* OK ready\r\n', '* PREAUTH welcome\r\n'])(
		'a server that has none gets no password: %j',
		async (greeting) => {
			imap.tls = 'starttls';
			await listen((socket) => {
				socket.write(greeting);
				speak(socket, 'IMAP4rev1 AUTH=PLAIN', false);
			});
			await expect(connect(credential)).rejects.toMatchObject({ code: 'server/certificate' });
			expect(heard).not.toContain('secret-pw');
		}
	);

	test('without TLS the password goes to this machine alone (security P4)', async () => {
		imap.tls = 'plain';
		imap.host = '192.0.2.1';
		await expect(connect(credential)).rejects.toMatchObject({ code: 'server/refused' });
		imap.host = 'localhost';
	});
});
