import { ago, filed, inbox, proved } from './letter.ts';
import type { Copy, Letter } from './letter.ts';
import { alternative, html } from './mime.ts';
import { ADA } from './people.ts';

interface Story {
	title: string;
	text: string;
	image?: string;
}

interface Newsletter {
	id: string;
	brand: string;
	host: string;
	colour: string;
	subject: string;
	ago: number;
	stories: Story[];
	copies: Copy[];
	oneClick?: boolean;
	/** Rows of a price table below the stories. */
	prices?: [what: string, price: string][];
}

const CSS = (colour: string) => `body{margin:0;background:#eef0f2}table{border-collapse:collapse}
.btn{background:${colour};color:#fff;padding:10px 18px;border-radius:4px;text-decoration:none}
@media only screen and (max-width:600px){.w{width:100%!important}.c{display:block!important;width:100%!important}}
@media (prefers-color-scheme: dark){.w{background:#222!important;color:#eee!important}}`;

function page({ brand, host, colour, stories, prices = [] }: Newsletter): string {
	const cells = stories.map(({ title, text, image }, index) => {
		const picture = image
			? `<img src="http://images.example.net/${host}/${image}" width="260" height="146" alt="${title}" style="display:block">`
			: '';
		return `<tr><td class="c" style="padding:16px 24px;font:14px/1.5 Georgia,serif;color:#222">${picture}
<h2 style="font:bold 18px Georgia,serif;color:${colour};margin:8px 0">${title}</h2><p style="margin:0 0 12px">${text}</p>
<a class="btn" href="https://click.example.net/${host}/${index}?u=ada" style="background:${colour};color:#ffffff;padding:10px 18px;text-decoration:none">Read on</a></td></tr>`;
	});
	const table = prices
		.map(
			([what, price], index) =>
				`<tr bgcolor="${index % 2 ? '#ffffff' : '#f4f6f8'}"><td style="padding:6px 12px">${what}</td><td align="right" style="padding:6px 12px">${price}</td></tr>`
		)
		.join('\n');
	return `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>${brand}</title>
<style type="text/css">${CSS(colour)}</style>
<!--[if mso]><style>td{font-family:Arial!important}</style><![endif]--></head>
<body style="margin:0;background:#eef0f2"><div style="display:none;max-height:0;overflow:hidden">${stories[0]?.text ?? ''}</div>
<table width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">
<table class="w" width="600" cellpadding="0" cellspacing="0" border="0" style="background:#ffffff;width:600px">
<tr><td style="background:${colour};padding:24px"><img src="http://images.example.net/${host}/logo.png" width="180" height="40" alt="${brand}" style="display:block;color:#ffffff;font:bold 22px Georgia"></td></tr>
<tr><td background="http://images.example.net/${host}/stripe.png" height="8" style="background:#f7d9b0"></td></tr>
${cells.join('\n')}
${table && `<tr><td style="padding:16px 24px"><table width="100%" cellpadding="0" cellspacing="0">${table}</table></td></tr>`}
<tr><td style="padding:16px 24px;font:12px Arial,sans-serif;color:#667">You get this because you asked for it.
<a href="https://${host}/preferences">Preferences</a> · <a href="https://${host}/unsubscribe?u=ada">Unsubscribe</a></td></tr></table>
<img src="http://track.example.net/open.gif?c=${host}&amp;u=ada" width="1" height="1" alt=""></td></tr></table></body></html>`;
}

function letter(newsletter: Newsletter): Letter {
	const { id, brand, host, subject, stories, copies, oneClick = true } = newsletter;
	const plain = stories.map(({ title, text }) => `${title}\n${text}\n`).join('\n');
	const unsubscribe = `<https://${host}/unsubscribe/one-click?u=ada>, <mailto:leave@${host}>`;
	return {
		...{ id, from: [brand, `news@${host}`], to: [ADA], subject, ago: newsletter.ago, copies },
		headers: [
			...proved(host),
			['List-Unsubscribe', oneClick ? unsubscribe : `<mailto:leave@${host}>`],
			...((oneClick ? [['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click']] : []) as [string, string][]),
			['Precedence', 'bulk'],
			['X-Mailer', 'Gullwing Campaigns 7.2']
		],
		body: oneClick ? alternative(plain, page(newsletter)) : html(page(newsletter))
	};
}

const LONG = Array.from({ length: 24 }, (_, index) => ({
	title: `Wooden boats of the year, no. ${24 - index}`,
	text: 'Built in a shed that was too short, launched in a harbour that was too shallow, and since then never once late for the tide. '.repeat(
		6
	),
	image: `boat-${index}.jpg`
}));

export const newsletters: Letter[] = (
	[
		{
			...{
				id: 'nw-48',
				brand: 'Wooden Boat Weekly',
				host: 'woodenboat.example',
				colour: '#7a3e1d',
				subject: 'Which varnish survives a winter? We left nine boards outside',
				ago: ago(0, 8)
			},
			stories: [
				{
					title: 'Nine boards, one winter',
					text: 'The expensive one came fourth. The one from the supermarket does not exist any more.',
					image: 'boards.jpg'
				},
				{
					title: 'A shed of one’s own',
					text: 'How long is long enough? Our readers answer: two metres longer than you have.',
					image: 'shed.jpg'
				},
				{ title: 'Tool of the week', text: 'The spokeshave. You did not know that you needed it.' }
			],
			prices: [
				['Tung oil, 1 l', '24 €'],
				['Spar varnish, 1 l', '38 €'],
				['Supermarket varnish, 1 l', '6 €']
			],
			copies: [inbox('ada', '')]
		},
		{
			...{
				id: 'fc-11',
				brand: 'The Ferry Company',
				host: 'news.ferry.example',
				colour: '#0b3d6b',
				subject: 'Winter timetable: what changes on 1 December',
				ago: ago(3, 2)
			},
			stories: [
				{
					title: 'The 11:40 stays',
					text: 'The 12:10 does not. The 17:25 is a 17:20 from now on, please run a little faster.'
				}
			],
			prices: [
				['Adult', '64 kr'],
				['Bicycle', '20 kr'],
				['Bees, per hive', 'ask on board']
			],
			copies: [inbox('ada'), inbox('cleo')]
		},
		{
			...{
				id: 'hundred',
				brand: 'Wooden Boat Weekly',
				host: 'woodenboat.example',
				colour: '#7a3e1d',
				subject: 'The long one: 24 wooden boats of the year',
				ago: ago(10, 2),
				stories: LONG
			},
			copies: [inbox('ada')]
		},
		{
			...{
				id: 'seed',
				brand: 'Seeds & Weeds',
				host: 'seeds.example',
				colour: '#3c6e2f',
				subject: 'Sow now, harvest in June',
				ago: ago(13, 3),
				oneClick: false
			},
			stories: [
				{
					title: 'Broad beans',
					text: 'They do not mind the frost. They mind being talked about.',
					image: 'beans.jpg'
				}
			],
			copies: [inbox('ada')]
		},
		{
			...{
				id: 'self-host',
				brand: 'Own Server Monthly',
				host: 'ownserver.example',
				colour: '#14524d',
				subject: 'Postscreen in ten minutes, DNS lists in eleven',
				ago: ago(17)
			},
			stories: [
				{ title: 'Six seconds', text: 'That is all it takes to turn most of them away.', image: 'six.png' },
				{
					title: 'Letters to the editor',
					text: '“My mail server has been up for eight years and I am afraid of it.”'
				}
			],
			copies: [filed('ada', 'Archive')]
		}
	] satisfies Newsletter[]
).map(letter);
