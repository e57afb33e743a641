import { randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { createTransport } from 'nodemailer';
import type { Draft } from '../../src/lib/mail/draft.ts';
import { HttpSession } from '../bed/http-session.ts';
import { letter } from '../bed/letters.ts';
import { compare, type Comparison } from './measure.ts';
import type { Pair } from './operations.ts';
import type { Stand } from './stand.ts';

const FILE = randomBytes(5_000_000);

/** Sending with a 5 MB attachment: submitted, and a copy filed in Sent. Floor: the same bytes by SMTP and APPEND. */
export async function send5(stand: Stand, { web, raw }: Pair, n: number): Promise<Comparison> {
	const [from, to] = [stand.large.address, stand.small[0]!.address];
	const transport = createTransport({
		host: 'localhost',
		port: stand.mail.ports.submission,
		requireTLS: true,
		tls: { rejectUnauthorized: false },
		auth: { user: from, pass: stand.large.password }
	});
	const ready = letter({
		from,
		to,
		attachments: [{ name: 'a.bin', type: 'application/octet-stream', content: FILE }]
	});
	const result = await compare(
		n,
		async () => {
			const id = randomUUID();
			const content = { from, to, cc: '', bcc: '', subject: `Sent ${id}`, text: 'See the file.' };
			const started = await web.json('PUT', `/api/drafts/${id}`, { ...content, revision: 0 });
			const { revision } = JSON.parse(started.body.toString()) as Draft;
			const put = await web.request(`/api/drafts/${id}/attachments/a.bin`, {
				method: 'PUT',
				body: FILE,
				type: 'application/octet-stream'
			});
			if (put.status >= 300) throw new Error(`attachment: ${put.status} ${put.body.toString()}`);
			const sent = await web.json('POST', `/api/drafts/${id}/send`, { ...content, revision });
			if (sent.status !== 200) throw new Error(`send: ${sent.status} ${sent.body.toString()}`);
			return sent.ms;
		},
		async () => {
			await transport.sendMail({ envelope: { from, to }, raw: ready });
			await raw.append('Sent', ready, '\\Seen');
		},
		'click on Send to accepted and filed, the file being uploaded already'
	);
	transport.close();
	return result;
}

/** A stream of server-sent events; `next` resolves when one arrives that passes. */
function events(stand: Stand, cookie: string) {
	let heard: (line: string) => void = () => undefined;
	const stream = request(
		`${stand.product.origin}/api/events`,
		{ headers: { cookie, accept: 'text/event-stream' } },
		(answer) => {
			answer.setEncoding('utf8').on('data', (text: string) => {
				for (const line of text.split('\n')) if (line.startsWith('data:')) heard(line);
			});
		}
	);
	stream.on('error', () => undefined);
	stream.end();
	return {
		next: (word: RegExp) => new Promise<void>((resolve) => (heard = (line) => word.test(line) && resolve())),
		close: () => stream.destroy()
	};
}

/** New mail: from the 250 of LMTP to the event at the page. Floor: to EXISTS in an IDLE of the same account. */
export async function arrive(stand: Stand, _pair: Pair, n: number): Promise<Comparison> {
	const account = stand.small[0]!;
	const own = await HttpSession.signedIn(stand.product.origin, account);
	const stream = events(stand, own.cookie);
	const raw = await account.imap();
	await raw.select('INBOX');
	await new Promise((go) => setTimeout(go, 1500));
	const deliver = () => stand.server.deliver(account.address, letter({ subject: randomUUID() }));
	const pause = () => new Promise((go) => setTimeout(go, 900));
	const result = await compare(
		n,
		async () => {
			await pause();
			const told = stream.next(/INBOX/);
			await deliver();
			const from = performance.now();
			await told;
			return performance.now() - from;
		},
		async () => {
			await pause();
			let from = 0;
			await raw.idleUntil('EXISTS', () => void deliver().then(() => (from = performance.now())));
			return from === 0 ? 0 : Math.max(0, performance.now() - from);
		},
		'LMTP 250 to the event stream; floor: LMTP 250 to EXISTS in IDLE'
	);
	stream.close();
	raw.close();
	own.close();
	return result;
}
