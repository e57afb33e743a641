import { idOf, proved } from './letter.ts';
import type { Letter, Person } from './letter.ts';
import { render, words } from './mime.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (n: number) => String(n).padStart(2, '0');

/** RFC 5322 §3.3, in UTC. */
export function mailDate(ms: number): string {
	const d = new Date(ms);
	const day = `${DAYS[d.getUTCDay()]}, ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
	return `${day} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +0000`;
}

/** An address as a header carries it. */
export const person = ([name, address]: Person) => {
	if (name === '') return address;
	const plain = /^[\x20-\x7e]*$/.test(name);
	return `${plain ? (/[^\w ]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name) : words(name)} <${address}>`;
};

const people = (list: Person[]) => list.map(person).join(',\n ');

const TLS = '(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))';

/** What our own server found out about a letter is among its headers. */
const isJudged = (letter: Letter) =>
	letter.headers?.some(([name]) => name === 'Authentication-Results') ?? false;

/** Lines that our own server puts on top, unless the letter came by submission within the family. */
function trace(
	letter: Letter,
	to: string,
	now: number
): { top: [string, string][]; below: [string, string][] } {
	const host = letter.from[1].split('@')[1] ?? '';
	if (/(?:^|\.)demo\.test$/.test(host) && !isJudged(letter)) return { top: [], below: [] };
	const sent = now - letter.ago * 60_000;
	const number = (host.length * 7) % 250;
	const received = `from mail.${host} (mail.${host} [192.0.2.${number}])\n\t${TLS}\n\tby mx.demo.test (Postfix) with ESMTPS id 4Zk${host.length}V${letter.id.length}\n\tfor <${to}>; ${mailDate(sent)}`;
	return {
		top: [
			['Return-Path', `<${letter.from[1]}>`],
			['Delivered-To', to],
			['Received', received],
			...(isJudged(letter) ? [] : proved(host))
		],
		below: [
			[
				'Received',
				`from desk (unknown [198.51.100.${number}])\n\tby mail.${host} (Postfix) with ESMTPSA id 3Xa${letter.id.length};\n\t${mailDate(sent - (4 + letter.id.length) * 1000)}`
			]
		]
	};
}

/** The bytes of a letter as the mailbox of `to` holds them; line ends LF. */
export function bytesOf(letter: Letter, now: number, to: string): Buffer {
	const date = mailDate(now - letter.ago * 60_000);
	const thread = letter.thread ?? [];
	const last = thread.at(-1);
	// A subject of the letter's own among its headers replaces this one: other charsets, raw bytes, none at all.
	const own = letter.headers?.some(([name]) => name === 'Subject') ?? false;
	const { top, below } = trace(letter, to, now);
	const headers: [string, string][] = [
		...top,
		...(letter.headers ?? []),
		...below,
		['Date', date],
		['From', person(letter.from)],
		...(letter.to.length > 0 ? ([['To', people(letter.to)]] as [string, string][]) : []),
		...(letter.cc ? ([['Cc', people(letter.cc)]] as [string, string][]) : []),
		...(own ? [] : ([['Subject', words(letter.subject)]] as [string, string][])),
		['Message-ID', idOf(letter)],
		...(last ? ([['In-Reply-To', last]] as [string, string][]) : []),
		...(last ? ([['References', thread.join('\n ')]] as [string, string][]) : []),
		['MIME-Version', '1.0'],
		...letter.body.headers
	];
	return render({ headers, body: letter.body.body });
}
