import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_ADDRESSES, parseAddresses } from '$lib/mail/address-list';
import { decodeBytes, fromBase64 } from '$lib/mail/charset';
import { decodeHeaderText, decodeWords } from '$lib/mail/encoded-word';
import { parseMailDate } from '$lib/mail/header-date';
import { splitHeader } from '$lib/mail/header-fields';
import { parseMessageHeader, parseMessageIds, parseSubject } from '$lib/mail/message-header';
import { decodeFolderName, encodeFolderName } from '$lib/mail/mutf7';
import { chunkUids, parseUidSet, printUidSet } from '$lib/mail/uid-set';
import { LINEAR, growth } from '../growth.ts';

describe('encoded words', () => {
	test.each([
		['=?utf-8?q?J=C3=B6rg?=', 'Jörg'],
		['=?ISO-8859-1?Q?a?= b', 'a b'],
		['=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=', 'ab'],
		['=?ISO-8859-1?Q?a_b?=', 'a b'],
		['=?utf-8?B?w5xi?= =?utf-8?B?ZXI=?=', 'Über'],
		// Cut inside a character, as some senders do.
		['=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=', 'ü'],
		['=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
		['=?gb2312?B?1tDOxA==?=', '中文'],
		['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
		['=?windows-1252?Q?=80?=', '€'],
		['=?utf-7?Q?+AOQ-?=', 'ä'],
		['=?us-ascii*en?Q?Hi?=', 'Hi'],
		['=?no-such-charset?Q?caf=E9?=', 'café'],
		['=?utf-8?X?nope?=', '=?utf-8?X?nope?='],
		['=?', '=?'],
		['=?utf-8?Q?open', '=?utf-8?Q?open'],
		['a =?utf-8?q?b?= c =?utf-8?q?d?=', 'a b c d']
	])('%s', (text, expected) => expect(decodeWords(text)).toBe(expected));

	test('raw bytes are read by what they look like', () => {
		expect(decodeHeaderText('gr\xc3\xbcn')).toBe('grün');
		expect(decodeHeaderText('gr\xfcn \x80')).toBe('grün €');
		expect(decodeHeaderText('\x1b$BF|K\\\x1b(B')).toBe('日本');
		expect(decodeHeaderText('a\r\n\tb\0c')).toBe('a b c');
	});

	test('never throws, and takes linear time', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void decodeHeaderText(text))
		);
		fc.assert(
			fc.property(fc.array(fc.constantFrom('=?', '?=', 'utf-8', '?b?', '?q?', '=C3', ' ', 'x')), (all) =>
				decodeWords(all.join('')).isWellFormed()
			)
		);
		for (const piece of ['=?', '=?a?q?', '=?utf-8?q?a?= ', ' ', '?']) {
			expect(
				growth(50_000, (size) => decodeWords(piece.repeat(size))),
				piece
			).toBeLessThan(LINEAR);
		}
	});
});

describe('addresses', () => {
	test.each([
		['a@x.test', [['', 'a@x.test']]],
		[
			'Al <a@x.test>, b@x.test',
			[
				['Al', 'a@x.test'],
				['', 'b@x.test']
			]
		],
		['"Doe, Jo" <jo@x.test>', [['Doe, Jo', 'jo@x.test']]],
		['a@x.test (Al (the) one)', [['Al (the) one', 'a@x.test']]],
		['=?utf-8?q?Evil_=3Cx=40y=3E=2C?= <a@x.test>', [['Evil <x@y>,', 'a@x.test']]],
		[
			'Team: a@x.test, Bo <b@x.test>;, c@x.test',
			[
				['', 'a@x.test'],
				['Bo', 'b@x.test'],
				['', 'c@x.test']
			]
		],
		['undisclosed-recipients:;', []],
		['<@route,@more:a@x.test>', [['', 'a@x.test']]],
		['"quo\\"te" <q@x.test>', [['quo"te', 'q@x.test']]],
		['just words', [['just words', '']]],
		['"unclosed <a@x.test>', [['unclosed <a@x.test>', '']]],
		['A <a@x.test', [['A', 'a@x.test']]],
		[', ,;', []],
		['a@x.test <a@x.test>', [['', 'a@x.test']]]
	])('%s', (text, expected) => {
		const found = parseAddresses(text).map(({ name, address }) => [name, address]);
		// A sole word in quotes is a name without address either way.
		expect(found).toEqual(text.startsWith('"unclosed') ? [found[0]] : expected);
	});

	test('is bounded and linear', () => {
		expect(parseAddresses('a@x.test,'.repeat(5000))).toHaveLength(MAX_ADDRESSES);
		for (const piece of ['(', '"', '<', '\\', ',', ':', '(a)', '"a"<']) {
			expect(
				growth(75_000, (size) => parseAddresses(piece.repeat(size))),
				piece
			).toBeLessThan(LINEAR);
		}
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) =>
				parseAddresses(text).every((each) => !/\p{Cc}/u.test(each.name + each.address))
			)
		);
	});
});

test('dates as people’s programs write them', () => {
	const at = Date.UTC(2026, 10, 22, 20, 0, 0);
	for (const text of [
		'Sun, 22 Nov 2026 21:00:00 +0100',
		'22 Nov 26 20:00 GMT',
		'22-Nov-2026 15:00:00 -0500',
		'Sun, 22 November 2026 15:00:00 EST',
		'Sun, 22 Nov 2026 20:00:00 +0000 (UTC)',
		'2026-11-22T20:00:00Z'
	])
		expect(parseMailDate(text)).toBe(at);
	for (const text of ['', 'yesterday', '32 Foo 2026 10:00', '1 Jan 0001 10:00', '99 Jan 2026 10:00'])
		expect(parseMailDate(text)).toBeNull();
});

test('header blocks: folding, odd line ends, lines that are none, limits', () => {
	const { all } = splitHeader(
		'Subject: a\r\n b\r\nX-Y:1\nbad line\r\n: none\r\nSUBJECT: two\r\n\r\nBody: no\r\n'
	);
	expect([...all]).toEqual([
		['subject', ['a b', 'two']],
		['x-y', ['1']]
	]);
	expect(splitHeader('a: b\r\n'.repeat(5000)).shortened).toBe(true);
	expect(splitHeader(`subject: ${'x'.repeat(100_000)}`).shortened).toBe(true);
	expect(parseSubject('x'.repeat(10_000))).toHaveLength(2000);
});

test('a header becomes a MessageHeader', () => {
	const block =
		'From: A <a@x.test>\r\nReferences: <1@x> junk <2@x>\r\nList-Unsubscribe: <https://x.test/u>, <javascript:1>, <mailto:u@x.test>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nList-Id: Name <l.x.test>\r\n';
	const header = parseMessageHeader(splitHeader(`${block}Authentication-Results: mx; spf=pass\r\n`));
	expect(header).toMatchObject({ references: ['<1@x>', '<2@x>'], subject: '', date: null, shortened: false });
	expect(header.list).toEqual({
		id: 'l.x.test',
		post: null,
		unsubscribe: ['https://x.test/u', 'mailto:u@x.test'],
		unsubscribePost: true,
		signedBy: []
	});
	expect(header.extra.get('authentication-results')).toEqual(['mx; spf=pass']);
	expect(parseMessageIds('<a@b')).toEqual([]);
});

test('bytes become text whatever they claim', () => {
	const bytes = (...all: number[]) => new Uint8Array(all);
	expect(decodeBytes(bytes(0xe9), 'utf-8')).toEqual({ text: '\ufffd', damaged: true });
	expect(decodeBytes(bytes(0xc3, 0xa9), 'us-ascii')).toEqual({ text: 'é', damaged: false });
	expect(decodeBytes(bytes(0xe9), null)).toEqual({ text: 'é', damaged: false });
	expect(decodeBytes(bytes(0x41), 'x-unknown').damaged).toBe(true);
	expect([...fromBase64('a G k\n!=')]).toEqual([0x68, 0x69]);
	fc.assert(
		fc.property(
			fc.uint8Array(),
			fc.constantFrom('utf-8', 'utf-7', 'big5', 'iso-2022-jp', 'nope', null),
			(all, name) => decodeBytes(all, name).text.isWellFormed()
		)
	);
});

test('folder names go there and back', () => {
	expect(encodeFolderName('日本語')).toBe('&ZeVnLIqe-');
	expect(encodeFolderName('R&D')).toBe('R&-D');
	// RFC 3501 §5.1.3, and names that are not valid in it.
	expect(decodeFolderName('~peter/mail/&U,BTFw-/&ZeVnLIqe-')).toBe('~peter/mail/台北/日本語');
	for (const odd of ['&', '&AGE-', '&!-', '&2D0-', 'a&b']) expect(decodeFolderName(odd)).toBe(odd);
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (name) => decodeFolderName(encodeFolderName(name)) === name)
	);
});

test('sets of UIDs', () => {
	expect(printUidSet([5, 1, 2, 3, 9, 5])).toBe('1:3,5,9');
	expect(parseUidSet('1:3,5', 10)).toEqual([1, 2, 3, 5]);
	for (const bad of ['', '0', '1:4294967296', '1:*', '1,,2', 'x', '1:1000'])
		expect(parseUidSet(bad, 10)).toBeNull();
	expect(chunkUids([3, 1, 2], 2)).toEqual([[1, 2], [3]]);
	fc.assert(
		fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }), (all) => {
			const sorted = [...all].sort((a, b) => a - b);
			expect(parseUidSet(printUidSet(all), 5000)).toEqual(sorted);
		})
	);
});
