import { ago, filed, idOf, inbox, proved, sent } from './letter.ts';
import type { Letter } from './letter.ts';
import { alternative, attachedMessage, file, html, inlineImage, multipart, text } from './mime.ts';
import { ADA, BEN, BENTE, CLEO, INGRID, MARGARETHE, TOMASZ } from './people.ts';
import { boatPicture, pdf, zip } from './things.ts';

const QUOTE_PAGE = `<p>Dear Ada,</p>
<p>Thank you for the rig drawing. With the taller mast the luff grows by 42 cm, so I have moved the third reef up and
priced the main as a new cut. Both sails are in <b>tan 8 oz cloth</b>; the tan is back in stock in week 50.</p>
<table border="1" cellpadding="6" style="border-collapse:collapse"><tr style="background:#f0e6d8"><th align="left">Sail</th>
<th align="left">Cloth</th><th>Area</th><th>Price</th></tr>
<tr><td>Mainsail, three reefs, loose foot</td><td>8 oz tan</td><td align="right">21.4 m²</td><td align="right">2 940 €</td></tr>
<tr><td>Genoa 130 %, foam luff</td><td>6.5 oz tan</td><td align="right">27.8 m²</td><td align="right">2 310 €</td></tr>
<tr><td colspan="3">Bag, battens, delivery to Harbour Row</td><td align="right">165 €</td></tr>
<tr><td colspan="3"><b>Together, valid until 15 December</b></td><td align="right"><b>5 415 €</b></td></tr></table>
<p>If you say yes this week I can cut before the holidays.</p>
<p><img src="https://cdn.halden-sails.example/loft.jpg" width="420" height="120" alt="Our loft in winter"><br>
<img src="https://cdn.halden-sails.example/open.gif?m=2217" width="1" height="1" alt=""></p>
<p>Ingrid Solheim, Halden Sailmakers<br>Tollbodgata 4, Halden</p>`;

const ASK: Letter = {
	id: 'quote.1',
	from: ADA,
	to: [INGRID],
	cc: [BEN],
	subject: 'Two sails for Kittiwake',
	ago: ago(3, 16, 10),
	body: text(`Dear Ingrid,

could you quote both in the tan cloth, and one more reef in the main? Ben is measuring
the new mast today and will send you the drawing himself.

We sail again in April, so there is no hurry from our side.

Ada
`),
	copies: [sent('ada'), inbox('ben')]
};

const DRAWING: Letter = {
	id: 'rig.drawing',
	from: BEN,
	to: [INGRID],
	cc: [ADA],
	subject: 'Re: Two sails for Kittiwake',
	ago: ago(2, 1, 30),
	thread: [idOf(ASK)],
	body: multipart('mixed', [
		text(`Rig drawing attached, I measured the new mast twice. The second time it was 3 mm shorter.

Ben
`),
		file(
			'rig-kittiwake.pdf',
			'application/pdf',
			pdf('Kittiwake, rig', ['Mast 9.42 m over deck', 'Boom 3.10 m', 'I 8.95 m, J 2.80 m'])
		)
	]),
	copies: [inbox('ada'), sent('ben')]
};

const QUOTE: Letter = {
	id: 'offer-2217',
	from: INGRID,
	to: [ADA],
	cc: [BEN],
	subject: 'Quote 2217: mainsail and genoa',
	ago: ago(0, 1, 5),
	thread: [idOf(ASK), idOf(DRAWING)],
	headers: [...proved('halden-sails.example')],
	body: multipart('mixed', [
		alternative(
			'Dear Ada,\n\nThank you for the rig drawing. With the taller mast the luff grows by 42 cm, so I have\nmoved the third reef up and priced the main as a new cut: 5 415 € together, valid until\n15 December.\n\nIngrid Solheim, Halden Sailmakers\n',
			QUOTE_PAGE
		),
		file(
			'Quote-2217.pdf',
			'application/pdf',
			pdf('Quote 2217', [
				'Mainsail, three reefs, 21.4 m2: 2 940 EUR',
				'Genoa 130 %, 27.8 m2: 2 310 EUR',
				'Together 5 415 EUR, valid until 15 December'
			])
		),
		file('Genoa-cut-rev2.png', 'image/png', boatPicture(900, 640))
	]),
	copies: [inbox('ada', ''), inbox('ben', '')]
};

const permit = (
	id: string,
	before: number,
	from: typeof TOMASZ,
	to: (typeof TOMASZ)[],
	thread: string[],
	subject: string,
	body: Letter['body'],
	copies: Letter['copies']
): Letter => ({
	...{ id, from, to, subject, thread, body, copies, ago: before },
	headers: from === TOMASZ ? proved('harbour-office.example') : []
});

const APPLY = permit(
	'permit.1',
	ago(18),
	ADA,
	[TOMASZ],
	[],
	'Slipway permit for Kittiwake',
	text(
		'Dear Mr Wiśniewski,\n\nwe would like to use the north slip for the spring haul-out, from 9 to 12 April. The boat\nweighs 3.4 tonnes and comes on her own cradle. What do you need from us?\n\nAda Brandt, Harbour Row 7\n'
	),
	[sent('ada')]
);
const FORMS = permit(
	'permit.2',
	ago(16, 4),
	TOMASZ,
	[ADA],
	[idOf(APPLY)],
	'Re: Slipway permit for Kittiwake',
	text(
		'Dear Mrs Brandt,\n\nplease fill in both forms; the second one asks for the cradle, not for the boat.\n\nTomasz Wiśniewski\nHarbour office\n'
	),
	[filed('ada', 'Boat/Slipway permit', 'RS')]
);
const DRAWINGS = permit(
	'permit.3',
	ago(9, 2),
	ADA,
	[TOMASZ],
	[idOf(APPLY), idOf(FORMS)],
	'Re: Slipway permit for Kittiwake',
	multipart('mixed', [
		text('Here they are, with four drawings.\n\nAda\n'),
		file(
			'forms-and-drawings.zip',
			'application/zip',
			zip({
				'form-a.txt': Buffer.from('Form A: boat Kittiwake, 3.4 t\n'),
				'form-b.txt': Buffer.from('Form B: cradle, oak, 2.1 m wide\n'),
				'drawings/sheet-2.png': boatPicture(320, 240)
			})
		)
	]),
	[sent('ada')]
);
const SECOND = permit(
	'permit.4',
	ago(0, 0, 36),
	TOMASZ,
	[ADA, BEN],
	[idOf(APPLY), idOf(FORMS), idOf(DRAWINGS)],
	'Slipway permit, second reading',
	multipart('mixed', [
		text(`Dear Mrs Brandt, dear Mr Brandt,

the harbour office wants the drawings with the new quay line before Friday, and the
cradle's weight in writing. Sheet 2 still shows the old wall:

> Here they are, with four drawings.
>
>> please fill in both forms; the second one asks for the cradle, not for the boat.
>>
>>> The boat weighs 3.4 tonnes and comes on her own cradle.
>>> What do you need from us?

The quay line is in the attached plan. If you send it until Thursday noon I can put it
on the table myself: https://harbour-office.example/permits/2026/318

With kind regards
Tomasz Wiśniewski
--${' '}
Harbour office, north quay, open Mon–Thu 8–15
`),
		file(
			'Quay-plan-2027.pdf',
			'application/pdf',
			pdf('Quay plan 2027', ['North slip, section B', 'Bollards 14 to 19: no lines'])
		)
	]),
	[inbox('ada', ''), inbox('ben', '')]
);

const PHOTOS: Letter = {
	id: 'photos.kittiwake',
	from: CLEO,
	to: [ADA],
	cc: [BEN],
	subject: 'Photos from the boat',
	ago: ago(0, 3, 20),
	body: multipart('mixed', [
		multipart('related', [
			html(`<div style="font-family:sans-serif"><p>Six good ones, the rest are thumbs. The last is for Grandma.</p>
<p><img src="cid:evening@kittiwake" alt="Kittiwake in the evening" width="480"></p><p>And from the pier:</p>
<p><img src="cid:pier@kittiwake" alt="The pier" width="240"></p><p>Cleo ⛵</p></div>`),
			inlineImage('evening@kittiwake', 'evening.png', 'image/png', boatPicture(640, 480, 0.9)),
			inlineImage('pier@kittiwake', 'pier.png', 'image/png', boatPicture(320, 240, 0.1))
		]),
		file('IMG_4471.png', 'image/png', boatPicture(1200, 900, 0.7)),
		file('für Oma – Abendlicht.png', 'image/png', boatPicture(800, 600, 1))
	]),
	copies: [inbox('ada', 'FS'), inbox('ben'), sent('cleo')]
};

const VARNISH: Letter = {
	id: 'varnish.2',
	from: MARGARETHE,
	to: [ADA],
	subject: 'The varnish, and a correction about the primer',
	ago: ago(4, 2, 15),
	headers: [...proved('tollboden.example')],
	body: text(
		'Dear Ada,\n\nI was wrong about the primer: it wants two days, not one, and it wants them dry. The varnish\ncan go on at eight degrees. Do not let Ben tell you otherwise.\n\nYours\nMargarethe\n'
	),
	copies: [inbox('ada', '')]
};

const BOLLARDS: Letter = {
	id: 'bollards',
	from: BENTE,
	to: [ADA, BEN, MARGARETHE],
	subject: 'Bollards',
	ago: ago(36, 5),
	body: multipart('mixed', [
		text(
			'I painted the ones on the quay, not the ones on the pier. The letter that asked me to is\nattached, so nobody can say I made it up.\n\nBente\n'
		),
		attachedMessage(
			'which-bollards.eml',
			Buffer.from(
				'From: "Port authority" <port@harbour-office.example>\nTo: bente.lund@tollboden.example\nSubject: Which bollards\nDate: Mon, 12 Oct 2026 09:00:00 +0200\nMessage-ID: <which@harbour-office.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="in"\n\n--in\nContent-Type: text/plain; charset=utf-8\n\nThe ones on the quay. Please mind the wet paint sign.\n\n--in\nContent-Type: text/plain; name="sign.txt"\nContent-Disposition: attachment; filename="sign.txt"\n\nWET PAINT\n\n--in--\n'
			)
		)
	]),
	copies: [filed('ada', 'Archive', 'RS'), inbox('ben')]
};

const CLOTH: Letter = {
	id: 'cloth.samples',
	from: INGRID,
	to: [['Ada Brandt', 'sails@demo.test']],
	subject: 'Cloth samples are on their way',
	ago: ago(25, 3),
	headers: [...proved('halden-sails.example')],
	body: text(
		'Tan, cream and the red nobody ever takes. Hold them against the hull in the evening.\n\nIngrid\n'
	),
	copies: [filed('ada', 'Boat/Sails')]
};

export const boat = [ASK, DRAWING, QUOTE, APPLY, FORMS, DRAWINGS, SECOND, PHOTOS, VARNISH, BOLLARDS, CLOTH];
