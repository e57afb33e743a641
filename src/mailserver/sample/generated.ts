import { newsletterPage } from './generated-newsletter.ts';
import { FOREIGN_LINES, phrase, prose, stranger, TOPICS } from './generated-text.ts';
import type { Person } from './letter.ts';
import { alternative, file, html, multipart, render, text, words } from './mime.ts';
import type { Part } from './mime.ts';
import { Random } from './random.ts';
import { mailDate, person } from './render.ts';
import { noise, pdf, png } from './things.ts';

/** Messages that measurements look for by subject: the newest of the large inbox. */
export const SPECIMENS = ['BENCH newsletter', 'BENCH 20k', 'BENCH 10M'] as const;

/** One mailbox of generated mail. */
export interface Box {
	/** Account and folder: the same name gives the same mail. */
	name: string;
	address: string;
	total: number;
	/** Time of the newest message, ms since 1970; each older one is `step` ms before. */
	newest: number;
	step: number;
	/** The newest messages are {@link SPECIMENS}. */
	specimens?: number;
	/** Nothing has been read. */
	unread?: boolean;
}

const LISTS = ['debian-bench', 'imap-protocol', 'kernel-talk', 'webdev'];
const NEIGHBOURS = 60;
const SLOTS = 5;

const pool = {
	pdf: [2, 12, 40, 90].map((count) =>
		file(
			`report-${count}.pdf`,
			'application/pdf',
			pdf('Report', Array(count * 8).fill('A line of figures: 12 34 56 78 90'))
		)
	),
	png: [40, 90, 160].map((size) =>
		file(
			`image-${size}.png`,
			'image/png',
			png(size, size, (x, y) => [x * 255, y * 255, (x * y * 8191) % 255])
		)
	)
};

const idOf = (box: Box, index: number) =>
	`<${new Random(`${box.name}/${index}`).hex(12)}.${index}@bench.example.org>`;

/** In each group of 60 neighbours two slots of five are threads: a list's, and one between people. */
function thread(box: Box, index: number): string[] {
	const group = Math.floor(index / NEIGHBOURS) * NEIGHBOURS;
	const depth = Math.floor((index - group) / SLOTS);
	const first = Math.max(0, depth - 8);
	return Array.from({ length: depth - first }, (_, step) =>
		idOf(box, group + SLOTS * (first + step) + (index % SLOTS))
	);
}

interface Made {
	subject: string;
	body: Part;
	headers?: [string, string][];
	thread?: string[];
}

function inThread(box: Box, index: number, random: Random, needle: string): Made {
	const refs = thread(box, index);
	const topic = new Random(`${box.name}|${Math.floor(index / NEIGHBOURS)}|${index % SLOTS}`);
	const list = index % SLOTS === 0 ? topic.pick(LISTS) : null;
	const title = `${list ? `[${list}] ` : ''}${topic.pick(TOPICS)} ${phrase(topic, 4)}`;
	const quote =
		refs.length > 0
			? `Somebody wrote:\n${prose(random, random.between(100, 900)).replace(/^/gm, '> ')}\n\n`
			: '';
	return {
		subject: refs.length > 0 ? `Re: ${title}` : title,
		thread: refs,
		headers: list
			? [
					['List-Id', `${list} discussion <${list}.lists.example.org>`],
					['List-Post', `<mailto:${list}@lists.example.org>`],
					['List-Unsubscribe', `<mailto:${list}-request@lists.example.org?subject=unsubscribe>`],
					['Precedence', 'list']
				]
			: [],
		body: text(`${quote}${prose(random, random.between(200, 3000))}${needle}\n`)
	};
}

function foreign(random: Random, index: number, needle: string): Made {
	const charset = random.pick(['iso-2022-jp', 'windows-1252', 'utf-8'] as const);
	const lines = Array(random.between(1, 12)).fill(FOREIGN_LINES[charset]).join('\n');
	return {
		subject: `${{ 'iso-2022-jp': '会議の件について', 'windows-1252': 'Réunion d’équipe', 'utf-8': 'Übersicht 📈' }[charset]} ${index}`,
		body: text(`${lines}${needle}\n`, { charset, eightBit: charset !== 'utf-8' })
	};
}

function single(random: Random, index: number, needle: string): Made {
	const subject = `${random.pick(TOPICS)} ${phrase(random, random.between(1, 6))}`;
	const kind = random.share();
	if (kind < 0.36) {
		const { brand, page } = newsletterPage(random, random.between(6, 16));
		const unsubscribe: [string, string] = [
			'List-Unsubscribe',
			`<http://click.example.com/unsub/${random.hex(16)}>`
		];
		const body = random.share() < 0.6 ? alternative(prose(random, 1500), page + needle) : html(page + needle);
		return { subject: `${brand} weekly: ${subject}`, headers: [unsubscribe, ['Precedence', 'bulk']], body };
	}
	if (kind < 0.52) {
		const plain = prose(random, random.between(400, 3500)) + needle;
		return {
			subject,
			body: alternative(
				plain,
				`<div style="font-family:Calibri,sans-serif"><p>${plain.replaceAll('\n\n', '</p><p>')}</p></div>`
			)
		};
	}
	if (kind < 0.66) {
		const files = Array.from({ length: random.between(1, 3) }, () =>
			random.pick(random.share() < 0.5 ? pool.png : pool.pdf)
		);
		return {
			subject,
			body: multipart('mixed', [text(prose(random, random.between(200, 1500)) + needle), ...files])
		};
	}
	if (kind < 0.78) return foreign(random, index, needle);
	return { subject, body: text(`${prose(random, random.between(200, 4000))}${needle}\n`) };
}

function specimen(name: (typeof SPECIMENS)[number], random: Random): Made {
	if (name === 'BENCH newsletter')
		return { subject: name, body: alternative('Plain version.\n', newsletterPage(random, 64).page) };
	if (name === 'BENCH 20k') return { subject: name, body: text(`${prose(random, 19_000)}\n`) };
	return {
		subject: name,
		body: multipart('mixed', [
			text('Big one.\n'),
			file('big.bin', 'application/octet-stream', noise(7_600_000, 9))
		])
	};
}

function flagsOf(random: Random): string {
	const flagged = random.share() < 0.03 ? 'F' : '';
	const share = random.share();
	return share < 0.12 ? flagged : share < 0.3 ? `${flagged}RS` : `${flagged}S`;
}

/** Message `index` (0: the oldest) of a box: the same each time, whatever was made before it. */
export function generated(box: Box, index: number): { bytes: Buffer; flags: string; ms: number } {
	const random = new Random(`${box.name}|${index}`);
	const ms = box.newest - (box.total - 1 - index) * box.step - random.between(0, Math.floor(box.step / 2));
	const from: Person = stranger(random);
	const place = box.total - 1 - index;
	const named = place < (box.specimens ?? 0) ? SPECIMENS[place] : undefined;
	const needle = random.share() < 1 / 2500 ? '\nThe code word is zanzibarquartz today.' : '';
	const made = named
		? specimen(named, random)
		: index % SLOTS < 2
			? inThread(box, index, random, needle)
			: single(random, index, needle);
	const refs = made.thread ?? [];
	const rare = random.share() < 1 / 800 && !named ? 'Kestrel ' : '';
	const date = mailDate(ms);
	const headers: [string, string][] = [
		['Return-Path', `<${from[1]}>`],
		[
			'Received',
			`from mx${random.between(0, 8)}.example.net (mx.example.net [192.0.2.${random.between(1, 254)}])\n\tby mx.demo.test (Postfix) with ESMTPS id ${random.hex(10)}\n\tfor <${box.address}>; ${date}`
		],
		[
			'DKIM-Signature',
			`v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=s1;\n\th=from:to:subject:date; bh=${random.hex(43)}=;\n\tb=${random.hex(128)}`
		],
		...(made.headers ?? []),
		['From', person(from)],
		['To', box.address],
		...(random.share() < 0.2 ? ([['Cc', person(stranger(random))]] as [string, string][]) : []),
		['Subject', words(rare + made.subject)],
		['Date', date],
		['Message-ID', idOf(box, index)],
		...(refs.length > 0
			? ([
					['In-Reply-To', refs.at(-1)],
					['References', refs.join('\n ')]
				] as [string, string][])
			: []),
		['MIME-Version', '1.0'],
		...made.body.headers
	];
	return {
		bytes: render({ headers, body: made.body.body }),
		flags: named || box.unread ? '' : flagsOf(random),
		ms
	};
}
