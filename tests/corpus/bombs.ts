/**
 * Messages that are small to describe and large to hold: depth, width and length in every place where a mail
 * reader might copy, recurse or rescan. Each stays under 11 MB on the wire; what is inside may be far more.
 */
import { gzipSync } from 'node:zlib';
import { deflatedZeros } from './zip-bomb.ts';

export interface Bomb {
	readonly title: string;
	readonly bytes: () => Buffer;
}

const HEAD = [
	'From: Alice <alice@example.test>',
	'To: bob@example.test',
	'Date: Sat, 21 Nov 2026 10:00:00 +0000',
	'MIME-Version: 1.0'
];

let made = 0;

function message(title: string, header: string[], body: string): Buffer {
	const own = header.some((line) => /^subject:/i.test(line)) ? [] : [`Subject: ${title}`];
	const id = `Message-ID: <bomb-${++made}@example.test>`;
	return Buffer.from([...HEAD, id, ...own, ...header, '', body].join('\r\n'), 'latin1');
}

const plain = 'Content-Type: text/plain; charset=utf-8';
const bomb = (title: string, header: () => string[], body: () => string): Bomb => ({
	title,
	bytes: () => message(title, header(), body())
});
const many = (count: number, line: (n: number) => string): string =>
	Array.from({ length: count }, (_, n) => line(n)).join('\r\n');

function nestedMultiparts(depth: number): string {
	return many(depth, (n) => {
		const inner = n + 1 < depth ? `Content-Type: multipart/mixed; boundary=b${n + 1}` : plain;
		return `--b${n}\r\n${inner}\r\n`;
	}).concat('\r\nat the bottom');
}

function nestedMessages(depth: number): string {
	return many(
		depth,
		(n) => `Subject: l${n}\r\nContent-Type: ${n + 1 < depth ? 'message/rfc822' : 'text/plain'}\r\n`
	);
}

function attached(type: string, filename: string, content: Buffer): () => string {
	return () => {
		const encoded = content.toString('base64').replace(/.{76}/g, '$&\r\n');
		const part = `Content-Type: ${type}\r\nContent-Disposition: attachment; filename=${filename}`;
		return `--BND\r\n${plain}\r\n\r\nsee the file\r\n--BND\r\n${part}\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n--BND--\r\n`;
	};
}

const mixed = () => ['Content-Type: multipart/mixed; boundary="BND"'];
const text = () => [plain];
const html = () => ['Content-Type: text/html; charset=utf-8'];

export const bombs: readonly Bomb[] = [
	bomb(
		'2,000 nested multiparts',
		() => ['Content-Type: multipart/mixed; boundary=b0'],
		() => nestedMultiparts(2000)
	),
	bomb(
		'500 nested messages',
		() => ['Content-Type: message/rfc822'],
		() => nestedMessages(500)
	),
	bomb('20,000 empty parts', mixed, () => many(20_000, () => '--BND\r\n') + '\r\n--BND--'),
	bomb('3,000 attachments', mixed, () =>
		many(
			3000,
			(n) => `--BND\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=${n}.png\r\n\r\nx`
		)
	),
	bomb(
		'subject of 10 MB',
		() => [`Subject: ${'S'.repeat(10_000_000)}`, plain],
		() => 'x'
	),
	bomb(
		'subject of 100,000 encoded words',
		() => [
			`Subject: ${many(100_000, () => '=?utf-8?q?=41=42?=\r\n').replaceAll('\r\n\r\n', '\r\n ')}end`,
			plain
		],
		() => 'x'
	),
	bomb(
		'nested comments in an address',
		() => [`Cc: ${'('.repeat(50_000)}${')'.repeat(50_000)} a@b.test`, plain],
		() => 'x'
	),
	bomb(
		'unbalanced quotes and angle brackets',
		() => [`Cc: ${'"<'.repeat(100_000)}`, plain],
		() => 'x'
	),
	bomb(
		'20,000 recipients',
		() => [`Cc: ${many(20_000, (n) => ` Person ${n} <p${n}@example.test>,`)}\r\n last@example.test`, plain],
		() => 'x'
	),
	bomb(
		'References of 20,000 ids',
		() => [`References: ${many(20_000, (n) => ` <${n}@x.test>`).trimStart()}`, plain],
		() => 'x'
	),
	bomb(
		'Received 20,000 times',
		() => [many(20_000, () => 'Received: from a by b; Sat, 21 Nov 2026 10:00:00 +0000'), plain],
		() => 'x'
	),
	bomb('a file name in 20,000 pieces', mixed, () => {
		const name = many(20_000, (n) => ` filename*${n}*=%41;`);
		return `--BND\r\n${plain}\r\n\r\nbody\r\n--BND\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n${name}\r\n x=y\r\n\r\nx\r\n--BND--`;
	}),
	bomb('zip that expands 1,000-fold', mixed, attached('application/zip', 'z.zip', deflatedZeros(60_000_000))),
	bomb(
		'gzip of 30 MB',
		mixed,
		attached('application/gzip', 'a.txt.gz', gzipSync(Buffer.alloc(30_000_000, 97)))
	),
	bomb('HTML of 10 MB', html, () => '<p>lorem <b>ipsum</b></p>\r\n'.repeat(400_000)),
	bomb('HTML 50,000 deep', html, () => '<div>'.repeat(50_000) + 'bottom'),
	bomb('HTML with an attribute of 5 MB', html, () => `<p title="${'a '.repeat(2_500_000)}">text</p>`),
	bomb(
		'HTML with 20,000 style rules',
		html,
		() => `<style>${many(20_000, (n) => `.c${n} > p:not(.d${n}) { color: red }`)}</style><p class=c1>text</p>`
	),
	bomb('HTML with a table of 200,000 cells', html, () =>
		`<table>${'<tr>' + '<td>x</td>'.repeat(100)}</table>`.repeat(2000)
	),
	bomb('text of 10 MB with addresses', text, () => 'http://example.test/path?x=1 word\r\n'.repeat(300_000)),
	bomb('one line of 2 MB', text, () => 'x'.repeat(2_000_000)),
	bomb('text quoted 5,000 deep', text, () => many(200, (n) => '>'.repeat(5000) + ` line ${n}`)),
	bomb(
		'quoted-printable line of 500 kB',
		() => [plain, 'Content-Transfer-Encoding: quoted-printable'],
		() => '=41'.repeat(170_000)
	),
	bomb(
		'base64 of nothing but line ends',
		() => [plain, 'Content-Transfer-Encoding: base64'],
		() => '\r\n'.repeat(1_000_000)
	),
	bomb(
		'calendar of 20,000 dates',
		() => ['Content-Type: text/calendar; method=REQUEST; charset=utf-8'],
		() =>
			`BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\n${many(20_000, () => 'RDATE:20261122T100000Z')}\r\nEND:VEVENT\r\nEND:VCALENDAR`
	)
];
