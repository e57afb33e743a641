import { idOf } from './letter.ts';
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

/** Lines that a relay puts on top; mail within the family came by submission instead. */
function trace(letter: Letter, to: string, date: string): [string, string][] {
	const host = letter.from[1].split('@')[1] ?? '';
	if (host === 'demo.test') return [];
	return [
		['Return-Path', `<${letter.from[1]}>`],
		['Delivered-To', to],
		[
			'Received',
			`from mail.${host} (mail.${host} [192.0.2.${(host.length * 7) % 250}])\n\tby mx.demo.test (Postfix) with ESMTPS id 4Zk${host.length}V${letter.id.length}\n\tfor <${to}>; ${date}`
		]
	];
}

/** The bytes of a letter as the mailbox of `to` holds them; line ends LF. */
export function bytesOf(letter: Letter, now: number, to: string): Buffer {
	const date = mailDate(now - letter.ago * 60_000);
	const thread = letter.thread ?? [];
	const last = thread.at(-1);
	// A subject of the letter's own among its headers replaces this one: other charsets, raw bytes, none at all.
	const own = letter.headers?.some(([name]) => name === 'Subject') ?? false;
	const headers: [string, string][] = [
		...trace(letter, to, date),
		...(letter.headers ?? []),
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
