import { ago, filed, inbox, proved, signedElsewhere } from './letter.ts';
import type { Letter } from './letter.ts';
import { alternative, file, html, multipart, text } from './mime.ts';
import type { Part } from './mime.ts';
import { ADA, BEN, BOOKS, CLEO, KWAME, NORDKRAFT, PRIYA } from './people.ts';
import { pdf } from './things.ts';

const DAY = 86_400_000;
const stamp = (ms: number) => new Date(ms).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');

/** An invitation (RFC 6047 §2.4): the calendar is an alternative of the text. */
function invitation(
	uid: string,
	organizer: string,
	title: string,
	place: string,
	days: number,
	now: number,
	more: string[] = []
): Part {
	const start = Math.floor(now / DAY) * DAY + days * DAY + 9.5 * 3_600_000;
	const calendar = [
		...[
			'BEGIN:VCALENDAR',
			'PRODID:-//Example//Calendar 4//EN',
			'VERSION:2.0',
			'METHOD:REQUEST',
			'BEGIN:VEVENT'
		],
		...[
			`UID:${uid}`,
			`DTSTAMP:${stamp(now)}`,
			`DTSTART:${stamp(start)}`,
			`DTEND:${stamp(start + 3_600_000)}`
		],
		...[
			`SUMMARY:${title.replace(/[,;\\]/g, '\\$&')}`,
			`LOCATION:${place}`,
			`ORGANIZER;CN=${organizer.split('@')[0]}:mailto:${organizer}`
		],
		'ATTENDEE;CN=Ada Brandt;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ada@demo.test',
		...more,
		...['SEQUENCE:0', 'STATUS:CONFIRMED', 'END:VEVENT', 'END:VCALENDAR', '']
	].join('\r\n');
	const plain = `You are invited: ${title}\nWhere: ${place}\n`;
	return multipart('mixed', [
		multipart('alternative', [
			text(plain),
			html(`<p>You are invited: <b>${title}</b></p><p>Where: ${place}</p>`),
			{
				headers: [
					['Content-Type', 'text/calendar; charset=utf-8; method=REQUEST'],
					['Content-Transfer-Encoding', '7bit']
				],
				body: Buffer.from(calendar.replaceAll('\r\n', '\n'))
			}
		]),
		file('invite.ics', 'application/ics', Buffer.from(calendar))
	]);
}

/** The newest comes through another service, which does not sign in Nordkraft's name as those before did. */
/** A contact card (RFC 6350). */
const contactCard = ([name, address]: readonly [string, string]) =>
	Buffer.from(
		[
			...['BEGIN:VCARD', 'VERSION:4.0', `FN:${name}`, 'ORG:North Talks', 'TITLE:Programme'],
			...[`EMAIL;TYPE=work:${address}`, 'TEL;TYPE=cell:+47 555 01 23'],
			...['ADR;TYPE=work:;;Dokkgata 4;Oslo;;0194;Norway', 'URL:https://northtalks.example/', 'END:VCARD', '']
		].join('\r\n')
	);

const invoice = (
	number: string,
	month: string,
	days: number,
	amount: string,
	headers = proved('nordkraft.example')
): Letter => ({
	...{
		id: `faktura-${number}`,
		from: NORDKRAFT,
		to: [ADA],
		subject: `Invoice ${number} for ${month}`,
		ago: days
	},
	headers,
	body: multipart('mixed', [
		alternative(
			`${amount} kr, due 30 November.\nYou used 812 kWh, 6 % less than in ${month} last year.\n`,
			`<table width="100%"><tr><td style="padding:16px;background:#0b4f4a;color:#ffffff"><b>Nordkraft Energi</b></td></tr><tr><td style="padding:16px"><p>${amount} kr, due 30 November.</p><p>You used 812 kWh, 6 % less than in ${month} last year.</p><p><a href="https://nordkraft.example/pay/${number}">Pay invoice ${number}</a></p></td></tr></table>`
		),
		file(`Invoice-${number}.pdf`, 'application/pdf', pdf(`Invoice ${number}`, [`${month}: ${amount} kr`]))
	]),
	copies: [days < ago(2) ? inbox('ada') : filed('ada', 'Invoices')]
});

export const business = (now: number): Letter[] => [
	invoice(
		'88-40517',
		'October',
		ago(0, 4),
		'1 284,00',
		signedElsewhere('nordkraft.example', 'post.example.net')
	),
	invoice('88-39102', 'September', ago(33), '1 101,00'),
	invoice('88-37740', 'August', ago(63), '640,50'),
	{
		...{
			id: 'order-40-7715',
			from: BOOKS,
			to: [ADA],
			subject: 'Your order 40-7715 has left Bergen',
			ago: ago(5, 3)
		},
		headers: proved('lighthouse-books.example'),
		body: alternative(
			'Expected on Tuesday. Two books:\n - The Shipping Forecast, a history\n - Knots for the Left-handed\n',
			'<p>Expected on Tuesday. Two books:</p><ul><li>The Shipping Forecast, a history</li><li>Knots for the Left-handed</li></ul><p><a href="https://track.lighthouse-books.example/40-7715">Follow the parcel</a></p>'
		),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'talk-slot',
			from: KWAME,
			to: [ADA],
			subject: 'Re: talk on self-hosting, Tuesday slot',
			ago: ago(6, 5)
		},
		headers: proved('northtalks.example'),
		body: multipart('mixed', [
			text(
				'Room B it is. They have a projector from 2009 and a chair. My card, so that you find me.\n\nKwame\n'
			),
			file('kwame.vcf', 'text/vcard', contactCard(KWAME))
		]),
		copies: [inbox('ada', 'FS')]
	},
	{
		...{
			id: 'invite-crane',
			from: KWAME,
			to: [ADA, PRIYA],
			subject: 'Invitation: speakers, a short rehearsal',
			ago: ago(0, 7)
		},
		headers: proved('northtalks.example'),
		body: invitation(
			'rehearsal-26@northtalks.example',
			KWAME[1],
			'Speakers, a short rehearsal',
			'Room B',
			3,
			now,
			[
				`ATTENDEE;CN=${PRIYA[0]};PARTSTAT=ACCEPTED:mailto:${PRIYA[1]}`,
				`ATTENDEE;CN=${KWAME[0]};PARTSTAT=ACCEPTED:mailto:${KWAME[1]}`,
				'RRULE:FREQ=WEEKLY;COUNT=3',
				'DESCRIPTION:Ten minutes each\\, then questions. Bring your own adapter\\, the projector is older than the chair.'
			]
		),
		copies: [inbox('ada', '')]
	},
	{
		...{
			id: 'invite-dentist',
			from: ['Dr. Solberg', 'praxis@solberg.example'],
			to: [ADA],
			subject: 'Appointment on file',
			ago: ago(14)
		},
		body: invitation('d-88@solberg.example', 'praxis@solberg.example', 'Dentist', 'Storgata 3', 9, now),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'dsa-6071',
			from: ['Debian security', 'team@security.example.org'],
			to: [['', 'announce@lists.example.org']],
			subject: '[DSA 6071-1] dovecot security update',
			ago: ago(1, 1, 30)
		},
		headers: [
			['List-Id', 'announce <announce.lists.example.org>'],
			['List-Unsubscribe', '<mailto:announce-request@lists.example.org?subject=unsubscribe>']
		],
		body: text(
			`-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

Package        : dovecot
CVE ID         : two, both remote, both found by reading

We recommend that you upgrade your dovecot packages.
-----BEGIN PGP SIGNATURE-----

iQIzBAEBCgAdFiEEyvIGaZ7zhWkEVbLBEuJcNBBGXBIFAmVfaXAACgkQEuJcNBBG
XBL2xg/9FfY1vR0vq3wFJqk2d7lqoG3YqKJtq6z5l8Y1c2U0jK1aYQ2F0d0xv8E=
=7pQ4
-----END PGP SIGNATURE-----
`
		),
		copies: [inbox('ada', '')]
	},
	{
		...{
			id: 'ferry',
			from: ['Ferry company', 'ticket@ferry.example'],
			to: [CLEO],
			cc: [BEN],
			subject: 'Your ticket: Sunday, 11:40',
			ago: ago(2, 10)
		},
		body: multipart('mixed', [
			text('Show the attached ticket on board.\n'),
			file('ticket.pdf', 'application/pdf', pdf('Ticket', ['Sunday 11:40', '1 person, 1 bicycle']))
		]),
		copies: [inbox('cleo'), inbox('ben')]
	}
];
