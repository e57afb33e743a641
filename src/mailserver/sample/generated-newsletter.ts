import { phrase, prose } from './generated-text.ts';
import type { Random } from './random.ts';

const BRANDS = ['Northwind', 'Contoso', 'Globex', 'Initech', 'Umbrella', 'Hooli'];
const oneLine = (text: string) => text.replaceAll('\n', ' ');

/** A newsletter built of nested tables: 64 rows are about 73 kB. */
export function newsletterPage(random: Random, rows: number): { brand: string; page: string } {
	const brand = random.pick(BRANDS);
	const host = brand.toLowerCase();
	const colour = `#${random.between(0x222222, 0x999999).toString(16)}`;
	const stories = Array.from({ length: rows }, (_, index) => {
		const image = `<img src="http://img.example.com/${host}/${index}.jpg?u=${random.hex(12)}" width="160" height="120" alt="item ${index}" style="display:block;border:0">`;
		return `<tr><td class="p" style="padding:16px 24px;border-top:1px solid #eee"><table width="100%" cellpadding="0" cellspacing="0"><tr>
<td width="170" valign="top" style="width:170px">${index < 12 ? image : ''}</td>
<td valign="top" style="font:14px/20px Arial,Helvetica,sans-serif;color:#333333"><span class="h1" style="font:bold 18px Georgia,serif;color:${colour}">${phrase(random, 5)}</span>
<p style="margin:8px 0">${oneLine(prose(random, random.between(200, 600)))}</p><a href="http://click.example.com/t/${random.hex(16)}?utm_source=nl" style="background:${colour};color:#fff;padding:8px 14px;text-decoration:none;border-radius:3px">Read more</a></td></tr></table></td></tr>`;
	});
	const page = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${brand} weekly</title><style type="text/css">
body{margin:0;background:#f2f2f2}table{border-collapse:collapse}.h1{font:bold 26px Georgia,serif;color:${colour}}
@media only screen and (max-width:600px){.w{width:100% !important}.p{padding:8px !important}}a:hover{color:red}</style></head>
<body style="margin:0;padding:0;background:#f2f2f2"><table width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">
<table class="w" width="600" cellpadding="0" cellspacing="0" style="background:#ffffff;border:1px solid #ddd">
<tr><td class="p" style="padding:24px;background:${colour}"><img src="http://img.example.com/${host}/logo.png" width="180" height="40" alt="${brand}" style="display:block"></td></tr>
${stories.join('\n')}
<tr><td class="p" style="padding:16px 24px;font:11px Arial;color:#888">You receive this because you subscribed.
<a href="http://click.example.com/unsub/${random.hex(16)}">Unsubscribe</a><img src="http://track.example.com/o.gif?id=${random.hex(16)}" width="1" height="1" alt=""></td></tr></table></td></tr></table></body></html>`;
	return { brand, page };
}
