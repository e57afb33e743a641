import { ago, altered, filed, idOf, inbox, sent } from './letter.ts';
import type { Letter, Person } from './letter.ts';
import { text } from './mime.ts';
import { ADA, BENTE, HARBOUR_ROW, MARGARETHE, NOOR, PRIYA, SAM, VIKTOR } from './people.ts';

interface List {
	name: string;
	host: string;
	folder: string;
	tag?: string;
	oneClick?: boolean;
}

function headersOf({ name, host, oneClick }: List): [string, string][] {
	const unsubscribe = oneClick
		? `<https://${host}/unsubscribe/${name}/ada>, <mailto:${name}-leave@${host}>`
		: `<mailto:${name}-request@${host}?subject=unsubscribe>`;
	return [
		['List-Id', `${name} <${name}.${host}>`],
		['List-Post', `<mailto:${name}@${host}>`],
		['List-Help', `<mailto:${name}-request@${host}?subject=help>`],
		['List-Archive', `<https://${host}/archive/${name}/>`],
		['List-Unsubscribe', unsubscribe],
		...((oneClick ? [['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click']] : []) as [string, string][]),
		['Precedence', 'list'],
		['Sender', `${name}-bounces@${host}`]
	];
}

/** From, hours before now, number of the message it answers (0: none), text. */
type Post = [from: Person, hours: number, answers: number, body: string, flags?: string];

function posts(list: List, id: string, subject: string, all: Post[]): Letter[] {
	const letters: Letter[] = [];
	for (const [from, hours, answers, body, flags = ''] of all) {
		const parent = letters[answers - 1];
		const title = `${list.tag ? `[${list.tag}] ` : ''}${subject}`;
		letters.push({
			id: `${id}.${letters.length + 1}`,
			from: from === ADA ? from : [`${from[0]} via ${list.name}`, from[1]],
			to: [[list.name, `${list.name}@${list.host}`]],
			subject: parent ? `Re: ${title}` : title,
			ago: Math.round(hours * 60),
			thread: parent ? [...(parent.thread ?? []), idOf(parent)] : [],
			headers:
				from === ADA
					? []
					: [
							// A list that puts its name before each subject breaks what the author signed.
							...(list.tag ? altered(from[1].split('@')[1] ?? '', list.host) : []),
							...headersOf(list),
							['Reply-To', `${from[0]} <${from[1]}>`]
						],
			body: text(
				`${body}\n--${' '}\n${list.name} mailing list\nhttps://${list.host}/archive/${list.name}/\n`
			),
			copies: from === ADA ? [sent('ada'), filed('ada', list.folder)] : [filed('ada', list.folder, flags)]
		});
	}
	return letters;
}

const POSTFIX: List = { name: 'postfix-users', host: 'lists.example.org', folder: 'Lists/postfix-users' };
const DOVECOT: List = { name: 'dovecot', host: 'lists.example.org', folder: 'Lists/dovecot', tag: 'Dovecot' };
const ROW: List = {
	name: 'harbour-row',
	host: 'lists.example.org',
	folder: 'Lists/harbour-row',
	oneClick: true
};

const postfixUsers = [
	...posts(POSTFIX, 'cache', 'postscreen cache lost after upgrade to 3.10', [
		[
			NOOR,
			30,
			0,
			'The default type changed, and the old file is not read any more. After the upgrade every\nclient had to wait its six seconds again, the big providers included.\n\n    postscreen_cache_map = lmdb:$data_directory/postscreen_cache\n',
			'S'
		],
		[
			VIKTOR,
			29,
			1,
			'> The default type changed, and the old file is not read any more.\n\nThe cache is a cache. It fills in a day.\n',
			'S'
		],
		[
			NOOR,
			28,
			2,
			'>> The default type changed, and the old file is not read any more.\n> The cache is a cache. It fills in a day.\n\nIt is a day with angry telephone calls.\n',
			'S'
		],
		[
			ADA,
			27,
			1,
			'> every client had to wait its six seconds again\n\npostmap -s btree:old | postmap -i lmdb:new worked here, with Postfix stopped.\n'
		],
		[
			PRIYA,
			26,
			4,
			'> postmap -s btree:old | postmap -i lmdb:new worked here, with Postfix stopped.\n\nThank you, that belongs into COMPATIBILITY_README.\n',
			'S'
		],
		[SAM, 20, 2, 'Some of us have customers.\n'],
		[VIKTOR, 19, 6, '> Some of us have customers.\n\nSome of us are customers.\n'],
		[NOOR, 12, 5, 'Confirmed: 41,000 entries in two seconds. I will write it down.\n'],
		[PRIYA, 9, 8, '+1\n'],
		[SAM, 6, 8, 'Does it keep the expiry times?\n'],
		[NOOR, 4, 10, '> Does it keep the expiry times?\n\nThey are in the value, so yes.\n'],
		[VIKTOR, 1.7, 11, 'That is what I said about caches.\n']
	]),
	...posts(POSTFIX, 'dane', 'DANE and a certificate with two names', [
		[PRIYA, 120, 0, 'Which name does the verifier take when there is an MX and a CNAME?\n', 'S'],
		[
			VIKTOR,
			119,
			1,
			'> Which name does the verifier take when there is an MX and a CNAME?\n\nSee RFC 7672 section 3.2.2, and do not use a CNAME there.\n',
			'S'
		],
		[PRIYA, 70, 2, 'I do not any more.\n']
	]),
	...posts(POSTFIX, 'loops', 'mail for user+tag loops back to myself', [
		[
			SAM,
			200,
			0,
			'postconf -n attached below, apologies for the length:\n\nrecipient_delimiter = +\nmydestination = $myhostname, localhost\nvirtual_alias_domains = $mydestination\n',
			'S'
		],
		[NOOR, 199, 1, '> virtual_alias_domains = $mydestination\n\nThere is your loop.\n', 'FS']
	])
];

const dovecot = [
	...posts(DOVECOT, 'notify', 'NOTIFY and a very large number of folders', [
		[PRIYA, 50, 0, 'One connection, NOTIFY SET on 4,000 mailboxes: 38 ms. I am impressed.\n', 'S'],
		[VIKTOR, 48, 1, 'With inotify limits raised?\n', 'S'],
		[PRIYA, 47, 2, 'fs.inotify.max_user_watches = 524288\n'],
		[NOOR, 10, 1, 'It falls back to polling otherwise, which is what you then see as latency.\n']
	]),
	...posts(DOVECOT, 'sieve', 'Sieve: vacation answers to a mailing list', [
		[SAM, 90, 0, 'It should not (RFC 5230 section 4.6), but this list hides its List-Id.\n', 'S'],
		[NOOR, 89, 1, 'Then it is not the vacation that is broken.\n']
	])
];

const harbourRow = [
	...posts(ROW, 'minutes', 'Minutes of 12 November, and the vote on the bicycle shelter', [
		[
			BENTE,
			34,
			0,
			'Please find the minutes below.\n\n 1. The roof. It leaks at number 5.\n 2. The bicycle shelter: 9 for, 2 against, 1 asleep.\n 3. Bees. See Ben.\n 4. Lights on the quay, carried.\n',
			'S'
		],
		[MARGARETHE, 32, 1, '> 9 for, 2 against, 1 asleep.\n\nI was thinking.\n', 'S'],
		[ADA, 31, 2, '> I was thinking.\n\nWe all heard you think.\n']
	]),
	...posts(ROW, 'gulls', 'Gulls', [
		[MARGARETHE, 400, 0, 'Whoever feeds them: they know where you live, and now so do I.\n', 'S']
	])
];

/** The list's own notice comes from its address, not from a person, and to the inbox. */
const MINUTES: Letter = {
	id: 'row.reminder',
	from: HARBOUR_ROW,
	to: [ADA],
	subject: 'Reminder: your turn to clear the snow, week 49',
	ago: ago(1, 9),
	headers: headersOf(ROW),
	body: text('This is an automatic reminder. The shovel is in the shed. The keys are under the third pot.\n'),
	copies: [inbox('ada')]
};

export const lists = [...postfixUsers, ...dovecot, ...harbourRow, MINUTES];
