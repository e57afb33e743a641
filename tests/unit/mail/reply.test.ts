import { describe, expect, test } from 'vitest';
import type { Address } from '$lib/mail/address';
import { answerRecipients, answerSubject, answerThread } from '$lib/mail/reply';
import type { MessageHeader } from '$lib/mail/structure';

const at = (...addresses: string[]): Address[] => addresses.map((address) => ({ name: '', address }));
const header = (fields: Partial<MessageHeader>): MessageHeader => ({
	from: at('ben@demo.test'),
	to: at('ada@demo.test'),
	cc: [],
	bcc: [],
	replyTo: [],
	sender: [],
	subject: '',
	date: null,
	messageId: '<m@x>',
	inReplyTo: [],
	references: [],
	list: { id: null, post: null, unsubscribe: [], unsubscribePost: false, signedBy: [] },
	extra: new Map(),
	shortened: false,
	...fields
});
const own = ['ada@demo.test'];
const to = (kind: 'reply' | 'reply-all' | 'forward', fields: Partial<MessageHeader>) => {
	const found = answerRecipients(kind, header(fields), own);
	return [found.to.map(({ address }) => address), found.cc.map(({ address }) => address)];
};

describe('who gets an answer', () => {
	test('reply goes to the author', () => expect(to('reply', {})).toEqual([['ben@demo.test'], []]));
	test('Reply-To is honoured', () =>
		expect(to('reply', { replyTo: at('desk@demo.test') })).toEqual([['desk@demo.test'], []]));
	test('reply all: author and others, without oneself and without doubles', () =>
		expect(
			to('reply-all', {
				to: at('ADA@demo.test', 'cleo@demo.test'),
				cc: at('ben@demo.test', 'dora@demo.test')
			})
		).toEqual([['ben@demo.test', 'cleo@demo.test'], ['dora@demo.test']]));
	test('an answer to one’s own message goes where that went', () => {
		const mine = { from: at('ada@demo.test'), to: at('cleo@demo.test'), cc: at('dora@demo.test') };
		expect(to('reply', mine)).toEqual([['cleo@demo.test'], []]);
		expect(to('reply-all', mine)).toEqual([['cleo@demo.test'], ['dora@demo.test']]);
	});
	test('a note to oneself is answered to oneself', () =>
		expect(to('reply-all', { from: at('ada@demo.test') })).toEqual([['ada@demo.test'], []]));
	test('Mail-Followup-To says where a list wants answers', () =>
		expect(
			to('reply-all', { extra: new Map([['mail-followup-to', ['List <list@demo.test>, ada@demo.test']]]) })
		).toEqual([['list@demo.test'], []]));
	test('reply all reaches the list even when it was only in the envelope', () => {
		const list = {
			id: 'l',
			post: 'mailto:list@demo.test?subject=x',
			unsubscribe: [],
			unsubscribePost: false,
			signedBy: []
		};
		expect(to('reply-all', { list })).toEqual([['ben@demo.test'], ['list@demo.test']]);
	});
	test('what is no address is left out', () =>
		expect(to('reply', { from: at('x y\r\nBcc: eve@demo.test', 'ben@demo.test') })).toEqual([
			['ben@demo.test'],
			[]
		]));
	test('forward starts without recipients', () => expect(to('forward', {})).toEqual([[], []]));
});

describe('the subject of an answer', () => {
	test.each([
		['reply', 'Lunch', 'Re: Lunch'],
		['reply', 'Re: Lunch', 'Re: Lunch'],
		['reply', 'RE: re: Re[2]: Lunch', 'Re: Lunch'],
		['reply', 'AW: Lunch', 'Re: Lunch'],
		['reply', 'AW: RE: SV: Antw: Lunch', 'Re: Lunch'],
		['reply', '回复:Lunch', 'Re: Lunch'],
		['reply', '[sails] Re: Lunch', 'Re: [sails] Lunch'],
		['reply', 'Fwd: Lunch', 'Re: Fwd: Lunch'],
		['reply', '', 'Re:'],
		['reply', 'Reform: what next', 'Re: Reform: what next'],
		['forward', 'Lunch', 'Fwd: Lunch'],
		['forward', 'WG: Fwd: FW: Lunch', 'Fwd: Lunch'],
		['forward', 'Re: Lunch', 'Fwd: Re: Lunch']
	] as const)('%s to %j', (kind, subject, expected) => expect(answerSubject(kind, subject)).toBe(expected));
});

describe('where an answer belongs (RFC 5322 §3.6.4)', () => {
	test('References of the parent and the parent', () =>
		expect(answerThread(header({ references: ['<a@x>', '<b@x>'] }))).toEqual({
			inReplyTo: '<m@x>',
			references: ['<a@x>', '<b@x>', '<m@x>']
		}));
	test('its In-Reply-To where it has no References', () =>
		expect(answerThread(header({ inReplyTo: ['<a@x>'] })).references).toEqual(['<a@x>', '<m@x>']));
	test('several In-Reply-To say nothing about the chain', () =>
		expect(answerThread(header({ inReplyTo: ['<a@x>', '<b@x>'] })).references).toEqual(['<m@x>']));
	test('of a long chain the root and the newest stay', () => {
		const { references } = answerThread(
			header({ references: Array.from({ length: 500 }, (_, n) => `<${n}@x>`) })
		);
		expect(references).toHaveLength(20);
		expect([references[0], references[18], references[19]]).toEqual(['<0@x>', '<499@x>', '<m@x>']);
	});
	test('ids that would break a header are dropped', () =>
		expect(
			answerThread(
				header({ references: ['<a@x>\r\nBcc: eve@x', '<>', 'a@x', '<ä@x>', `<${'l'.repeat(300)}@x>`] })
			).references
		).toEqual(['<m@x>']));
	test('a parent without a sound id begins a new conversation', () =>
		expect(answerThread(header({ messageId: '<a b>' }))).toEqual({ inReplyTo: '', references: [] }));
});
