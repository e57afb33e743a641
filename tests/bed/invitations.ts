import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import type { BedAccount } from './accounts.ts';
import { event } from './calendars.ts';
import type { MailServerFacts } from './mail-server.ts';

/** An event that `organizer` asks `guest` to come to. */
export function asking(
	organizer: { address: string },
	guest: { address: string },
	...more: readonly string[]
): string {
	return event(
		'DTSTAMP:20261101T080000Z',
		'DTSTART;TZID=America/New_York:20271127T100000',
		'DTEND;TZID=America/New_York:20271127T113000',
		'SUMMARY:Varnish\\, then soup',
		'LOCATION:The shed',
		`ORGANIZER;CN=Ben Okafor:mailto:${organizer.address}`,
		`ATTENDEE;CN=Ada;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${guest.address}`,
		'ATTENDEE;CN=Cleo;PARTSTAT=ACCEPTED:mailto:cleo@demo.test',
		...more
	);
}

/** The text part and the calendar part of an invitation (RFC 6047 §2.4), as an `alternatives` message. */
export function invitationMail(
	from: string,
	to: string,
	calendar: string,
	method = 'REQUEST',
	subject = 'Invitation'
): Buffer {
	const withMethod = calendar.replace('VERSION:2.0', `VERSION:2.0\r\nMETHOD:${method}`);
	return Buffer.from(
		[
			`From: ${from}`,
			`To: ${to}`,
			`Subject: ${subject}`,
			`Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
			`Message-ID: <${crypto.randomUUID()}@demo.test>`,
			'MIME-Version: 1.0',
			'Content-Type: multipart/alternative; boundary=b',
			'',
			'--b',
			'Content-Type: text/plain; charset=utf-8',
			'',
			'You are invited.',
			'--b',
			`Content-Type: text/calendar; charset=utf-8; method=${method}`,
			'Content-Transfer-Encoding: base64',
			'',
			Buffer.from(withMethod).toString('base64').replace(/.{76}/g, '$&\r\n'),
			'--b--',
			''
		].join('\r\n')
	);
}

/** Sends raw bytes by submission, as this account's own program would. */
export async function submitRaw(
	mail: MailServerFacts,
	account: BedAccount,
	to: string,
	raw: Buffer
): Promise<void> {
	const transport = createTransport({
		host: 'localhost',
		port: mail.ports.submission,
		requireTLS: true,
		auth: { user: account.address, pass: account.password },
		tls: { ca: readFileSync(mail.ca) }
	});
	await transport.sendMail({ envelope: { from: account.address, to }, raw });
	transport.close();
}
