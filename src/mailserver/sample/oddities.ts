import { ago, filed, inbox } from './letter.ts';
import type { Letter } from './letter.ts';
import { attachedMessage, base64, file, html, multipart, text } from './mime.ts';
import { ADA, BEN, CLEO, KWAME, SAM, VIKTOR } from './people.ts';
import { boatPicture, noise, zip } from './things.ts';

const LONG_SUBJECT =
	'Protocol of the extraordinary general meeting of the association for the preservation of the north slip, its bollards, ' +
	'its crane, the crane’s house, the bench in front of the crane’s house and the view from that bench, with a vote on ' +
	'whether the gulls may stay, and if so, which of them, how many, and who is going to tell the others abo';

const SIGNATURE = Buffer.from(base64(noise(1400, 7)).trimEnd());

const nested = (depth: number): Buffer =>
	Buffer.from(
		`From: Sam O'Neill <sam@oneill.example>\nTo: ada@demo.test\nSubject: Fwd: level ${depth}\nMIME-Version: 1.0\n` +
			(depth === 1
				? 'Content-Type: text/plain; charset=utf-8\n\nThe tide table, at the bottom of it all.\n'
				: `Content-Type: multipart/mixed; boundary="b${depth}"\n\n--b${depth}\nContent-Type: text/plain\n\nsee below\n--b${depth}\nContent-Type: message/rfc822\n\n${nested(depth - 1).toString()}\n--b${depth}--\n`)
	);

/** Mail that a reader must take in its stride. */
export const oddities = (): Letter[] => [
	{
		...{ id: 'no.subject', from: SAM, to: [ADA], subject: '', ago: ago(0, 9, 12) },
		body: text('forgot the subject, sorry. the tide is at six.\n'),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'long.subject',
			from: ['The board', 'board@northslip.example'],
			to: [ADA],
			subject: LONG_SUBJECT.slice(0, 300),
			ago: ago(4, 6)
		},
		body: text('The gulls may stay.\n'),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'twenty.megabytes',
			from: CLEO,
			to: [ADA],
			subject: 'The film from the regatta (20 MB, sorry)',
			ago: ago(3, 5)
		},
		body: multipart('mixed', [
			text('It is the short version.\n\nCleo\n'),
			file('regatta.mp4', 'video/mp4', noise(15_200_000, 42))
		]),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'smime',
			from: ['Dr. Helene Voss', 'voss@notariat.example'],
			to: [ADA],
			subject: 'Signed: purchase contract, draft 3',
			ago: ago(6, 8)
		},
		body: multipart(
			'signed',
			[
				multipart('mixed', [
					text('Dear Mrs Brandt,\n\nplease find draft 3. Paragraph 4 is new.\n\nHelene Voss\n'),
					file(
						'contract-draft-3.txt',
						'text/plain',
						Buffer.from('§ 4 The boat is sold with all its leaks.\n')
					)
				]),
				{
					headers: [
						['Content-Type', 'application/pkcs7-signature; name="smime.p7s"'],
						['Content-Transfer-Encoding', 'base64'],
						['Content-Disposition', 'attachment; filename="smime.p7s"']
					],
					body: SIGNATURE
				}
			],
			'; protocol="application/pkcs7-signature"; micalg=sha-256'
		),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'pgp.mime',
			from: VIKTOR,
			to: [ADA],
			subject: 'Keys, and a signature for once in order',
			ago: ago(9, 8)
		},
		body: multipart(
			'signed',
			[
				text('My new key is attached to the signature of this message, in a manner of speaking.\n\nViktor\n'),
				{
					headers: [
						['Content-Type', 'application/pgp-signature; name="signature.asc"'],
						['Content-Description', 'OpenPGP digital signature']
					],
					body: Buffer.from(
						'-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0WIQTmh3k8yCk0m1Yk2vHq3c8k4p2VxQUCZV9pcAAKCRDq3c8k4p2V\n=Yk2v\n-----END PGP SIGNATURE-----\n'
					)
				}
			],
			'; protocol="application/pgp-signature"; micalg=pgp-sha512'
		),
		copies: [inbox('ada')]
	},
	{
		...{ id: 'forward.chain', from: SAM, to: [ADA], subject: 'Fwd: Fwd: Fwd: tide table', ago: ago(11, 9) },
		body: multipart('mixed', [
			text('Somewhere in here.\n'),
			attachedMessage('Fwd: Fwd: tide table.eml', nested(3))
		]),
		copies: [inbox('ada', 'S', ['$Forwarded'])]
	},
	{
		...{ id: 'many.files', from: BEN, to: [ADA], subject: 'Everything about the engine', ago: ago(7, 7) },
		body: multipart('mixed', [
			text('Eleven files, in no order.\n\nBen\n'),
			...Array.from({ length: 8 }, (_, index) =>
				file(`engine ${index + 1}.png`, 'image/png', boatPicture(160 + index * 20, 120, index / 8))
			),
			file('notes.txt', 'text/plain', Buffer.from('0.2 mm, cold.\nAsk Margarethe.\n')),
			file('parts.csv', 'text/csv', Buffer.from('part,price\nimpeller,38\nbelt,12\n')),
			file(
				'manual.zip',
				'application/zip',
				zip({ 'manual/page-1.txt': Buffer.from('Read this first.\n'.repeat(400)) })
			)
		]),
		copies: [inbox('ada'), filed('ben', 'Sent')]
	},
	{
		...{
			id: 'only.html',
			from: KWAME,
			to: [ADA],
			subject: 'Slides: “Self-hosting without tears” & <other> titles',
			ago: ago(8, 6)
		},
		body: html(
			'<html><body style="font-family:Calibri,sans-serif;font-size:11pt"><p class="MsoNormal">Three titles to choose from:<o:p></o:p></p><ol><li>Self-hosting without tears</li><li>Tears, self-hosted</li><li>&lt;untitled&gt;</li></ol><hr><p><font color="#777777">Sent from a train</font></p></body></html>'
		),
		copies: [inbox('ada', 'RS', ['$Forwarded'])]
	},
	{
		...{ id: 'one.word', from: BEN, to: [ADA], subject: 'ok', ago: ago(0, 6, 40) },
		body: text('ok\n'),
		copies: [inbox('ada'), filed('ben', 'Sent')]
	},
	{
		...{
			id: 'undisclosed',
			from: ['Sailing school', 'office@sailing-school.example'],
			to: [],
			subject: 'Courses in spring',
			ago: ago(16, 3)
		},
		headers: [
			['To', 'undisclosed-recipients:;'],
			['Reply-To', 'Bookings <booking@sailing-school.example>']
		],
		body: text('Beginners in April, the rest of us in May.\n'),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'bounce',
			from: ['Mail Delivery System', 'MAILER-DAEMON@mx.demo.test'],
			to: [ADA],
			subject: 'Undelivered Mail Returned to Sender',
			ago: ago(12, 2)
		},
		headers: [['Auto-Submitted', 'auto-replied']],
		body: multipart(
			'report',
			[
				text(
					'This is the mail system at host mx.demo.test.\n\n<ingrid@halden-sail.example>: Host or domain name not found.\n'
				),
				{
					headers: [
						['Content-Type', 'message/delivery-status'],
						['Content-Description', 'Delivery report']
					],
					body: Buffer.from(
						'Reporting-MTA: dns; mx.demo.test\n\nFinal-Recipient: rfc822; ingrid@halden-sail.example\nAction: failed\nStatus: 5.4.4\nDiagnostic-Code: X-Postfix; Host or domain name not found\n'
					)
				},
				{
					headers: [['Content-Type', 'message/rfc822']],
					body: Buffer.from(
						'From: Ada Brandt <ada@demo.test>\nTo: ingrid@halden-sail.example\nSubject: Two sails\nMessage-ID: <lost@demo.test>\n\nDear Ingrid,\n'
					)
				}
			],
			'; report-type=delivery-status'
		),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'away',
			from: ['Ingrid Solheim', 'ingrid@halden-sails.example'],
			to: [ADA],
			subject: 'Automatic reply: cloth',
			ago: ago(24, 2)
		},
		headers: [
			['Auto-Submitted', 'auto-replied'],
			['X-Auto-Response-Suppress', 'All']
		],
		body: text('At sea until Monday.\n'),
		copies: [filed('ada', 'Boat/Sails')]
	}
];
