import { ago, filed, inbox, proved } from './letter.ts';
import type { Letter } from './letter.ts';
import { encode } from './charsets.ts';
import { file, html, multipart, text, words } from './mime.ts';
import { ADA, DANIEL, DESPINA, LAYLA, OLGA, YAMADA } from './people.ts';
import { pdf } from './things.ts';

const ISO_JP = 'iso-2022-jp';

/** A subject in another charset than UTF-8: it stands among the headers, in encoded words of that charset. */
const subjectIn = (subject: string, charset: string): [string, string] => [
	'Subject',
	words(subject, charset)
];

export const world: Letter[] = [
	{
		...{
			id: 'hatsa-a',
			from: DANIEL,
			to: [ADA],
			subject: 'הצעת מחיר למפרשים, גרסה שנייה',
			ago: ago(0, 1, 45)
		},
		headers: proved('cohen-sails.example'),
		body: multipart('mixed', [
			html(
				'<div dir="rtl" lang="he"><p>שלום עדה,</p><p>מצורפת ההצעה המעודכנת לפי השיחה שלנו מיום שלישי. המחיר כולל משלוח ל-Harbour Row 7.</p><p>בברכה,<br>דניאל כהן</p></div>'
			),
			file('הצעת-מחיר.pdf', 'application/pdf', pdf('Quote', ['Genoa, rev. 2']))
		]),
		copies: [inbox('ada', '')]
	},
	{
		...{ id: 'schet-1184', from: OLGA, to: [ADA], subject: 'Счёт № 1184 за сентябрь', ago: ago(1, 8) },
		body: multipart('mixed', [
			text(
				'Добрый день!\n\nВо вложении счёт и акт за сентябрь. Оплатить можно до конца месяца.\n\nС уважением,\nОльга Демидова\n'
			),
			file('Счёт № 1184.pdf', 'application/pdf', pdf('Invoice 1184', ['September']))
		]),
		copies: [inbox('ada')]
	},
	{
		...{ id: 'pril-smeta', from: OLGA, to: [ADA], subject: 'Причал: смета на ремонт', ago: ago(19) },
		headers: [subjectIn('Причал: смета на ремонт', 'koi8-r')],
		body: text('Смета на северный причал (quay wall, section B) готова.\n\nОльга\n', {
			charset: 'koi8-r',
			eightBit: true
		}),
		copies: [filed('ada', 'Archive')]
	},
	{
		...{
			id: 'programma',
			from: DESPINA,
			to: [ADA],
			subject: 'Πρόγραμμα του συνεδρίου, τελικό',
			ago: ago(1, 12)
		},
		body: multipart('mixed', [
			text(
				'Καλησπέρα Άντα,\n\nσου στέλνω το τελικό πρόγραμμα. Μιλάς την Τρίτη στις 10:30, αίθουσα Β.\n\nΔέσποινα\n'
			),
			file(
				'Πρόγραμμα.pdf',
				'application/pdf',
				pdf('Programme', ['Tuesday 10:30, room B: Self-hosting without tears'])
			)
		]),
		copies: [inbox('ada', 'RS')]
	},
	{
		...{ id: 'wind-2022', from: ['', YAMADA[1]], to: [ADA], subject: '', ago: ago(3, 7) },
		headers: [subjectIn('帆船の写真について', ISO_JP)],
		body: text(
			'ブラント様\n\nお世話になっております。先日の帆船の写真をありがとうございました。\n来年の春、そちらの港を訪ねる予定です。よろしくお願いいたします。\n\n山田太郎\n',
			{ charset: ISO_JP }
		),
		copies: [inbox('ada', '')]
	},
	{
		...{ id: 'haru-utf8', from: YAMADA, to: [ADA], subject: '春の訪問の日程 🌸', ago: ago(1, 3) },
		body: text('ブラント様\n\n四月十一日の朝に着きます。「かもめ号」を見るのが楽しみです。\n\n山田\n'),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'marhaba',
			from: LAYLA,
			to: [ADA],
			subject: 'دعوة إلى معرض القوارب في الميناء القديم',
			ago: ago(2, 6)
		},
		body: html(
			'<div dir="rtl" lang="ar"><p>عزيزتي آدا،</p><p>يسعدنا أن ندعوك إلى معرض القوارب الخشبية يوم السبت ١٢ ديسمبر. سيكون قارب <b>Kittiwake</b> في الصف الأول.</p><p>مع التحية،<br>ليلى منصور</p></div>'
		),
		copies: [inbox('ada')]
	},
	{
		...{
			id: 'reunion',
			from: ['Élodie Lefèvre', 'elodie@voilerie.example'],
			to: [ADA],
			subject: '',
			ago: ago(7, 4)
		},
		headers: [subjectIn('Réunion d’équipe — coût estimé 1 240 €', 'windows-1252')],
		body: text(
			'Bonjour Ada,\n\nvoici le compte rendu de la réunion d’hier — merci de vérifier les chiffres à côté du café.\nDéjà validé par l’équipe « voiles » : 1 240 €.\n\nÉlodie\n',
			{ charset: 'windows-1252', eightBit: true }
		),
		copies: [inbox('ada')]
	},
	{
		// An old program: the charset is named nowhere, the subject has raw bytes.
		...{
			id: 'gamle-dager',
			from: ['Havnekontoret', 'post@havn.example'],
			to: [ADA],
			subject: '',
			ago: ago(9, 4)
		},
		headers: [
			['Subject', encode('Båtplass på nordsiden, ledig fra påske', 'windows-1252').toString('latin1')]
		],
		body: {
			headers: [],
			body: encode(
				'Hei Ada,\n\ndet er en ledig båtplass på nordsiden fra påske. Ring oss før fredag.\n\nHavnekontoret\n',
				'windows-1252'
			)
		},
		copies: [inbox('ada')]
	},
	{
		...{ id: 'gb', from: ['李伟', 'liwei@fanchuan.example'], to: [ADA], subject: '', ago: ago(12, 4) },
		headers: [subjectIn('帆布报价', 'gb18030')],
		body: text('您好,\n\n附上帆布报价,请查收。谢谢!\n', { charset: 'gb18030', eightBit: true }),
		copies: [filed('ada', 'Boat/Sails')]
	},
	{
		...{
			id: 'umlaut',
			from: ['Jürgen Müßig', 'juergen@xn--werft-mig-m1a23a.example'],
			to: [ADA],
			subject: 'Überholung: Größe der Ölwanne',
			ago: ago(15)
		},
		body: text('Moin Ada,\n\ndie Ölwanne fasst 4,2 Liter. Schöne Grüße von der Werft!\n\nJürgen\n'),
		copies: [filed('ada', 'Grüße & Fotos/日本 📦')]
	},
	{
		...{
			id: 'hindi',
			from: ['प्रिया रमन', 'priya@raman.example'],
			to: [ADA],
			subject: 'नमस्ते — वार्ता के स्लाइड',
			ago: ago(8, 1)
		},
		body: text('नमस्ते एडा,\n\nस्लाइड तैयार हैं। मंगलवार को मिलते हैं।\n\nप्रिया 👩🏽‍💻\n'),
		copies: [inbox('ada')]
	}
];
