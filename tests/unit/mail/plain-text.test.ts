import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockText, readPlainText, type TextBlock } from '../../../src/lib/mail/plain-text.ts';

const plain = { flowed: false, delSp: false };
const all = (blocks: readonly TextBlock[]): string => blocks.map(blockText).join('');
const links = (text: string): (string | null)[] =>
	readPlainText(text, plain).flatMap((block) =>
		(block.kind === 'quote' ? block.lines.flatMap((line) => line.runs) : block.runs)
			.map((run) => run.href)
			.filter((href) => href !== null)
	);

describe('a text message', () => {
	it('keeps every character, whatever it is', () => {
		const line = fc.oneof(
			fc.string(),
			fc.string({ unit: 'binary' }),
			fc.constantFrom('> quoted', '>> deeper', '-- ', 'https://a.example/(b)', '<script>', 'a@b.example', '')
		);
		fc.assert(
			fc.property(fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
				const text = lines.join(end);
				expect(all(readPlainText(text, plain))).toBe(text.replaceAll(/\r\n|\r/g, '\n'));
			})
		);
	});

	it('has no link but to the web and to mail', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
				for (const href of links(`see http://${text} www.${text} ${text}@x.example`))
					expect(href).toMatch(/^(?:https?|mailto):/);
			})
		);
	});

	it('folds a long quote, unless it is all there is', () => {
		const quote = Array.from({ length: 12 }, (_, i) => `> line ${i}`).join('\n');
		expect(readPlainText(`Yes.\n${quote}`, plain)[1]).toMatchObject({ kind: 'quote', folded: true });
		expect(readPlainText(quote, plain)[0]).toMatchObject({ kind: 'quote', folded: false });
		expect(readPlainText('Yes.\n> one\n> two', plain)[1]).toMatchObject({ folded: false });
	});

	it('tells the signature from the words', () => {
		expect(readPlainText('Hello\n-- \nAda\nHarbour Row', plain).map((block) => block.kind)).toEqual([
			'lines',
			'signature'
		]);
		expect(readPlainText('Hello\n--\nAda', plain).map((block) => block.kind)).toEqual(['lines']);
	});

	it('reads quote levels with and without spaces', () => {
		const [quote] = readPlainText('>> a\n> > b\n>c', plain);
		expect(quote?.kind === 'quote' && quote.lines.map((line) => [line.level, line.mark])).toEqual([
			[2, '>> '],
			[2, '> > '],
			[1, '>']
		]);
	});
});

describe('links', () => {
	it.each([
		['see https://a.example/b.', ['https://a.example/b']],
		[
			'(https://en.wikipedia.example/wiki/Mast_(sailing))',
			['https://en.wikipedia.example/wiki/Mast_(sailing)']
		],
		['<https://a.example/x?y=1&z=2>', ['https://a.example/x?y=1&z=2']],
		['www.a.example, ada@demo.test; x', ['http://www.a.example/', 'mailto:ada@demo.test']],
		['javascript:alert(1) data:text/html,x file:///etc', []],
		['a@b and @c and d@', []],
		['http://', []],
		['first.last+tag@sub.example.org!', ['mailto:first.last+tag@sub.example.org']],
		['mailto:ben@demo.test', ['mailto:ben@demo.test']],
		['xhttp://a.example', []]
	])('%s', (text, expected) => {
		expect(links(text)).toEqual(expected);
	});

	it('are found in time that grows with the length', () => {
		for (const text of [
			'@'.repeat(400_000),
			'a'.repeat(400_000),
			'http://('.repeat(50_000),
			'a@'.repeat(200_000)
		]) {
			const start = performance.now();
			readPlainText(text, plain);
			expect(performance.now() - start).toBeLessThan(3000);
		}
	});
});

describe('format=flowed', () => {
	const flowed = (text: string, delSp = false): string => all(readPlainText(text, { flowed: true, delSp }));

	it('joins soft lines of one depth', () => {
		expect(flowed('One \r\ntwo \r\nthree\r\nfour')).toBe('One two three\nfour');
		expect(flowed('> a \r\n> b\r\nc')).toBe('> a b\nc');
		expect(flowed('>> a \r\n> b')).toBe('> > a \n> b');
	});

	it('undoes space-stuffing and leaves the signature line alone', () => {
		expect(flowed(' >not a quote\r\n From here')).toBe('>not a quote\nFrom here');
		expect(flowed('words \r\n-- \r\nAda')).toBe('words \n-- \nAda');
	});

	it('a stuffed mark is text, not a quote', () => {
		expect(readPlainText(' >text', { flowed: true, delSp: false })[0]?.kind).toBe('lines');
	});

	it('with delsp joins without the space', () => {
		expect(flowed('日本 \r\n語', true)).toBe('日本語');
	});

	it('loses no word', () => {
		const word = fc.stringMatching(/^[a-z]{1,8}$/);
		fc.assert(
			fc.property(
				fc.array(fc.tuple(word, fc.constantFrom(' \r\n', '\r\n', ' ')), { maxLength: 60 }),
				(pairs) => {
					const text = pairs.map(([w, end]) => w + end).join('');
					const words = pairs.map(([w]) => w);
					expect(flowed(text).split(/\s+/).filter(Boolean)).toEqual(words);
				}
			)
		);
	});
});
