import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAddress, MAX_ADDRESSES, parseAddressList, printAddressList } from '$lib/mail/typed-addresses';

const read = (text: string) => parseAddressList(text);
const plain = (text: string) =>
	read(text).addresses.map(({ name, address }) => (name ? `${name}|${address}` : address));

describe('recipients as people type them', () => {
	test.each([
		['ada@demo.test', ['ada@demo.test']],
		[
			'ada@demo.test, ben@demo.test; cleo@demo.test\ndora@demo.test',
			['ada@demo.test', 'ben@demo.test', 'cleo@demo.test', 'dora@demo.test']
		],
		['ada@demo.test ben@demo.test', ['ada@demo.test', 'ben@demo.test']],
		['Ada Brandt <ada@demo.test>', ['Ada Brandt|ada@demo.test']],
		['"Brandt, Ada" <ada@demo.test>', ['Brandt, Ada|ada@demo.test']],
		['"A \\"quoted\\" name" <ada@demo.test>', ['A "quoted" name|ada@demo.test']],
		['Dr. Tomasz Wiśniewski <t@demo.test>', ['Dr. Tomasz Wiśniewski|t@demo.test']],
		['דניאל כהן <d@demo.test>', ['דניאל כהן|d@demo.test']],
		['ada@demo.test (Ada Brandt)', ['Ada Brandt|ada@demo.test']],
		['Crew: ada@demo.test, Ben <ben@demo.test>;', ['ada@demo.test', 'Ben|ben@demo.test']],
		['Nobody:;', []],
		['jörg@bücher.example', ['jörg@bücher.example']],
		['"john doe"@demo.test', ['"john doe"@demo.test']],
		['root@localhost', ['root@localhost']],
		['mail@[192.0.2.1]', ['mail@[192.0.2.1]']],
		[' ,; \n ', []],
		['ada@demo.test, ADA@demo.test', ['ada@demo.test']]
	])('%j', (text, expected) => {
		expect(plain(text)).toEqual(expected);
		expect(read(text).mistakes).toEqual([]);
	});

	test.each([
		'ben',
		'ben@',
		'@demo.test',
		'ben@demo..test',
		'ben@-demo.test',
		'a b@demo.test',
		'"open <ada@demo.test>',
		'Ada <ada@demo.test> and more',
		'Bcc: eve@demo.test',
		'ada@demo.test\u202e',
		'ada\u0000@demo.test',
		'<ada@demo.test> <ben@demo.test>',
		`${'x'.repeat(65)}@demo.test`,
		`ada@${'x'.repeat(250)}.test`,
		`${'n'.repeat(400)} <ada@demo.test>`
	])('%j is named as a mistake, and nobody gets mail by it', (text) => {
		expect(plain(text)).toEqual([]);
		expect(read(text).mistakes).toHaveLength(1);
	});

	test('a pasted header line does not become a recipient', () => {
		expect(plain('ada@demo.test\r\nBcc: eve@demo.test')).toEqual(['ada@demo.test']);
	});

	test('more recipients than one message may have are named', () => {
		const many = Array.from({ length: MAX_ADDRESSES + 1 }, (_, at) => `a${at}@demo.test`).join(', ');
		expect(read(many).addresses).toHaveLength(MAX_ADDRESSES);
		expect(read(many).mistakes).toEqual([`a${MAX_ADDRESSES}@demo.test`]);
	});

	const atom = fc.stringMatching(/^[a-z0-9äß!#$%&'*+/=?^_`{|}~-]{1,12}$/);
	const address = fc
		.tuple(atom, fc.stringMatching(/^[a-z0-9ü]{1,12}$/), fc.stringMatching(/^[a-z]{2,6}$/))
		.map(([local, host, top]) => `${local}@${host}.${top}`);
	const name = fc
		.string({ unit: 'grapheme', maxLength: 40 })
		.filter(
			(text) => !/[\p{Cc}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u.test(text)
		)
		.map((text) => text.replaceAll(/\s+/gu, ' ').trim());

	test('reading what was printed gives the same list', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.record({ name, address }), { selector: (one) => one.address.toLowerCase() }),
				(list) => {
					expect(parseAddressList(printAddressList(list))).toEqual({ addresses: list, mistakes: [] });
				}
			)
		);
	});

	test('whatever is typed: no throw, only sound addresses, and none with a line break', () => {
		const pieces = fc.constantFrom(
			'"',
			'<',
			'>',
			'(',
			')',
			',',
			';',
			':',
			'@',
			'\\',
			'\r\n',
			' ',
			'a',
			'b.c',
			'\ud800',
			'\u2028'
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 60 }), (all) => {
				for (const one of parseAddressList(all.join('')).addresses) {
					expect(isAddress(one.address)).toBe(true);
					expect(one.name + one.address).not.toMatch(/[\r\n\u2028]/);
				}
			}),
			{ numRuns: 2000 }
		);
	});

	test('a hundred thousand characters are read in no time', () => {
		const started = performance.now();
		for (const bomb of ['(', '"', '<', '\\"', 'a@b,', ' ', ':;']) read(bomb.repeat(100_000 / bomb.length));
		expect(performance.now() - started).toBeLessThan(2000);
	});
});
