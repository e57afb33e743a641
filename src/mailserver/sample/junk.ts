import { ago, filed, inbox, notProved } from './letter.ts';
import type { Letter, Person } from './letter.ts';
import { html, multipart, file, text } from './mime.ts';
import { ADA } from './people.ts';

const junk = (
	id: string,
	days: number,
	from: Person,
	subject: string,
	body: Letter['body'],
	really: string,
	flags = ''
): Letter => ({
	...{ id, from, to: [ADA], subject, body, ago: ago(days, id.length) },
	headers: [
		...notProved(from[1].split('@')[1] ?? '', really),
		['X-Spam-Flag', 'YES'],
		['X-Spam-Status', 'Yes, score=14.2 required=5.0 tests=BAYES_99,HTML_IMAGE_ONLY,URIBL_BLACK']
	],
	copies: [filed('ada', 'Junk', flags)]
});

export const spam: Letter[] = [
	junk(
		'overdue',
		0,
		['Nordkraft Energi', 'billing@nordkraf.example'],
		'Your invoice is overdue, act now',
		html(
			'<p>Dear customer,</p><p>your invoice is overdue. <a href="http://192.0.2.66/pay">https://nordkraft.example/pay</a></p><script>alert(1)</script><img src="x" onerror="alert(2)">'
		),
		'bulk.example'
	),
	junk(
		'prince',
		2,
		['Prince R. Adeyemi', 'prince@royal-fund.example'],
		'URGENT: 14.5 million and a small favour',
		text('DEAREST FRIEND,\n\nI AM WRITING IN CAPITALS BECAUSE IT IS URGENT.\n'),
		'mail.royal-fund.example'
	),
	junk(
		'pills',
		4,
		['Best Price', 'deal@pills.example'],
		'C h e a p   w a t c h e s ⌚⌚⌚',
		html(
			'<center><a href="http://pills.example"><img src="http://images.example.net/watch.jpg" width="500" height="300"></a></center>'
		),
		'pills.example',
		'S'
	),
	junk(
		'password',
		5,
		['Mail Administrator', 'admin@demo.test'],
		'Your mailbox is full: confirm your password',
		html(
			'<p>Your mailbox <b>ada@demo.test</b> is 99 % full.</p><form action="http://192.0.2.66/login" method="post"><input name="p" type="password" placeholder="Password"><button>Confirm</button></form>'
		),
		'192.0.2.66'
	),
	junk(
		'macro',
		8,
		['Scanner', 'scanner@copyshop.example'],
		'Scan_2026_11.doc',
		multipart('mixed', [
			text('See attached.\n'),
			file('Scan_2026_11.pdf.exe', 'application/octet-stream', Buffer.from('MZ this is not a program'))
		]),
		'copyshop.example'
	),
	{
		// One that got through, under the name of somebody Ada knows, from an address that is truly its sender's.
		...{
			id: 'stranded',
			from: ['Ingrid Solheim', 'ingrid.solheim.1@freemail.example'],
			to: [ADA],
			subject: 'Are you there?',
			ago: ago(1, 3)
		},
		body: text(
			'Dear Ada,\n\nI am at a conference and cannot call. Could you buy four gift cards for me\ntoday and send me the codes? I pay you back on Monday.\n\nIngrid\n'
		),
		copies: [inbox('ada', '')]
	},
	{
		// One that got through: it claims to be the bank, and our own server said that it is not.
		...{
			id: 'bank',
			from: ['Sparebank 1 – Kundeservice', 'service@sparebank.example'],
			to: [ADA],
			subject: 'We have limited your card',
			ago: ago(2, 4)
		},
		headers: notProved('sparebank.example', 'vps-204.example'),
		body: html(
			'<p>We have limited your card for your safety.</p><p><a href="https://sparebank.example.evil.example/unlock">https://sparebank.example/unlock</a></p>'
		),
		copies: [inbox('ada', '')]
	}
];
