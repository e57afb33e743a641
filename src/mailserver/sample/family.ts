import { ago, filed, idOf, inbox, sent } from './letter.ts';
import type { Letter, Person } from './letter.ts';
import { flowed, html, text } from './mime.ts';
import type { Part } from './mime.ts';
import { ADA, BEN, CLEO } from './people.ts';

const OWNERS = { [ADA[1]]: 'ada', [BEN[1]]: 'ben', [CLEO[1]]: 'cleo' } as const;

interface Note {
	from: Person;
	to: Person[];
	subject: string;
	ago: number;
	body: Part | string;
	/** How the last of it looks in the receivers' inboxes. */
	flags?: string;
}

/** A conversation within the family: each note answers the one before it, and lies with everyone it concerns. */
function talk(name: string, notes: Note[]): Letter[] {
	const letters: Letter[] = [];
	for (const [index, note] of notes.entries()) {
		const answered = notes.slice(index + 1).some((later) => note.to.includes(later.from));
		letters.push({
			...{ id: `${name}.${index + 1}`, from: note.from, to: note.to, subject: note.subject, ago: note.ago },
			thread: letters.map(idOf),
			body: typeof note.body === 'string' ? text(note.body) : note.body,
			copies: [
				sent(OWNERS[note.from[1]] ?? 'ada'),
				...note.to.map((person) => inbox(OWNERS[person[1]] ?? 'ada', note.flags ?? (answered ? 'RS' : 'S')))
			]
		});
	}
	return letters;
}

const KEYS = talk('shed.keys', [
	{
		from: ADA,
		to: [BEN],
		subject: 'Keys for the shed',
		ago: ago(1, 6),
		body: 'Where are they? I am standing in front of it and it is raining.\n\nA.\n'
	},
	{
		from: BEN,
		to: [ADA],
		subject: 'Re: Keys for the shed',
		ago: ago(1, 5, 50),
		body: 'On Monday, 18:04, Ada Brandt wrote:\n> Where are they? I am standing in front of it and it is raining.\n\nUnder the flower pot.\n'
	},
	{
		from: ADA,
		to: [BEN],
		subject: 'Re: Keys for the shed',
		ago: ago(1, 5, 44),
		body: '> Under the flower pot.\n\nThere are four flower pots.\n'
	},
	{
		from: BEN,
		to: [ADA],
		subject: 'Re: Keys for the shed',
		ago: ago(1, 5, 31),
		body: 'On Monday, Ada Brandt wrote:\n> On Monday, Ben Brandt wrote:\n> > On Monday, 18:04, Ada Brandt wrote:\n> > > Where are they? I am standing in front of it and it is raining.\n> >\n> > Under the flower pot.\n>\n> There are four flower pots.\n\nUnder the third pot, not the second. Second is bees.\n'
	},
	{ from: ADA, to: [BEN], subject: 'Re: Keys for the shed', ago: ago(1, 5, 2), body: 'I know that now.\n' }
]);

const SUNDAY = talk('sunday.lunch', [
	{
		from: CLEO,
		to: [ADA, BEN],
		subject: 'Sunday lunch',
		ago: ago(2, 20),
		body: flowed(
			'I can come on Sunday if somebody fetches me from the 11:40 ferry. I will bring \nthe bread, the bicycle and possibly Jonas, who is new and eats everything.\n\nCleo\n'
		)
	},
	{
		from: BEN,
		to: [CLEO, ADA],
		subject: 'Re: Sunday lunch',
		ago: ago(2, 18),
		body: flowed(
			'> I can come on Sunday if somebody fetches me from the 11:40 ferry. I will bring \n> the bread, the bicycle and possibly Jonas, who is new and eats everything.\n\nI fetch you. Everything is what there will be.\n'
		)
	},
	{
		from: ADA,
		to: [CLEO, BEN],
		subject: 'Re: Sunday lunch',
		ago: ago(2, 17),
		body: html(
			'<p>Soup at one. <i>Jonas sits next to me.</i></p><blockquote type="cite"><p>I fetch you. Everything is what there will be.</p><blockquote type="cite"><p>I can come on Sunday if somebody fetches me from the 11:40 ferry.</p></blockquote></blockquote>'
		)
	},
	{
		from: CLEO,
		to: [ADA],
		subject: 'Re: Sunday lunch',
		ago: ago(0, 5, 10),
		body: 'He is looking forward to it. He also asks what kind of soup.\n',
		flags: ''
	}
]);

const HEATING = talk('heating', [
	{
		from: BEN,
		to: [ADA],
		subject: 'The heating makes the noise again',
		ago: ago(6, 3),
		body: 'The one like a small ship. I have turned it off and on.\n'
	},
	{
		from: ADA,
		to: [BEN],
		subject: 'Re: The heating makes the noise again',
		ago: ago(6, 1),
		body: 'Then it is not the heating, it is a small ship.\n'
	}
]);

const LISTS = talk('list.for.saturday', [
	{
		from: BEN,
		to: [ADA],
		subject: 'List for Saturday',
		ago: ago(11, 2),
		body: ' - oakum, 2 kg\n - the good brush\n - sandpaper 80, 120, 240\n - something for the bees\n\n   |  day  |  what       |\n   |  Sat  |  hull       |\n   |  Sun  |  hull again |\n'
	},
	{
		from: CLEO,
		to: [ADA],
		subject: 'Can I borrow the big tent',
		ago: ago(13, 7),
		body: 'From the second weekend in June, back on the 20th, dried and with all its pegs.\n\nThis time all of its pegs.\n'
	}
]).map((letter) => ({ ...letter, thread: [] }));

const SELF: Letter = {
	id: 'note.to.self',
	from: ADA,
	to: [['', 'ada+notes@demo.test']],
	subject: 'Things to do before the crane comes',
	ago: ago(5, 9),
	body: text('1. cradle\n2. permit\n3. ask Margarethe about the primer, again\n4. find out who Jonas is\n'),
	copies: [inbox('ada', 'FS'), sent('ada')]
};

const DRAFTS: Letter[] = [
	{
		...{
			id: 'draft.haulout',
			from: ADA,
			to: [['', 'harbour-row@lists.example.org']],
			subject: 'Spring haul-out, order of boats',
			ago: ago(0, 0, 50)
		},
		body: text(
			'Hello all,\n\nthe crane is ours on Saturday 11 April, 08:00 to 14:00. To keep the quay clear I propose:\n\n1. Kittiwake and Solveig first, both on the long trailer\n2. Tern, once the north slip is free\n3. Everything under six metres after lunch\n\n'
		),
		copies: [filed('ada', 'Drafts', 'DS')]
	},
	{
		...{ id: 'draft.jonas', from: ADA, to: [], subject: '', ago: ago(2, 16) },
		body: text('Dear Jonas,\n'),
		copies: [filed('ada', 'Drafts', 'DS')]
	}
];

const TRASHED: Letter = {
	id: 'voucher',
	from: ['Kaffebrenneriet', 'news@kaffe.example'],
	to: [ADA],
	subject: 'One coffee free until Friday',
	ago: ago(20),
	body: text('It was last Friday.\n'),
	copies: [filed('ada', 'Trash')]
};

export const family = [...KEYS, ...SUNDAY, ...HEATING, ...LISTS, SELF, ...DRAFTS, TRASHED];
