import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AT_ONCE, WHEN_ASKED, affordable } from '../../../src/lib/mail/html-weight.ts';
import { LINEAR, growth } from '../growth.ts';

const small = { tags: 100, depth: 10, tables: 3, text: 50 };
const isLight = (html: string): boolean => affordable(html, AT_ONCE) === html.length;

describe('the weight of HTML', () => {
	it('is nothing for a usual message', () => {
		const row = '<tr><td style="color:red"><p>Words <b>in</b> a row<br>and more</td>';
		const letter = `<html><body>${`<table><tr><td>`.repeat(20)}${row.repeat(1500)}</body></html>`;
		expect(isLight(letter)).toBe(true);
		expect(isLight('')).toBe(true);
		expect(isLight('a < b, b > a')).toBe(true);
	});

	it('is in tags, also in those left open or of no known name', () => {
		expect(isLight('<p>x</p>'.repeat(19_999))).toBe(true);
		expect(isLight('<p>x</p>'.repeat(20_001))).toBe(false);
		expect(isLight('<li>'.repeat(40_001))).toBe(false);
		expect(isLight('<odd-one></odd-one>'.repeat(20_001))).toBe(false);
	});

	it('is in depth, which stray closing tags do not hide', () => {
		expect(isLight('<div>'.repeat(4000))).toBe(true);
		expect(isLight('<div>'.repeat(4001))).toBe(false);
		expect(isLight('<div></span></p>'.repeat(4001))).toBe(false);
		expect(isLight('<DIV>\n'.repeat(4001))).toBe(false);
		expect(isLight('<div></div>'.repeat(5000))).toBe(true);
	});

	it('is in fields whose value a browser tries against a pattern', () => {
		const words = '<p>Words</p>';
		const field = '<input pattern="^((a+.)a)+$" value="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!">';
		expect(affordable(words + field, WHEN_ASKED)).toBe(words.length);
		expect(isLight('<INPUT title=">"\npattern\n= "(a+)+$" value=a>')).toBe(false);
		expect(isLight('<input/pattern=(a+)+$>')).toBe(false);
		expect(isLight('<input type="text" name="a"><p>A pattern</p>')).toBe(true);
		expect(isLight('<p>The pattern = a</p>')).toBe(true);
	});

	it('is in tables within tables', () => {
		expect(isLight('<table><tr><td>'.repeat(40))).toBe(true);
		expect(isLight('<table><tr><td>'.repeat(41))).toBe(false);
	});

	it('is in formatting that each block opens again', () => {
		const open = Array.from({ length: 200 }, (_, n) => `<b id=x${n}>`).join('');
		expect(isLight(`<div>${open}</div>${'<div>x</div>'.repeat(1000)}`)).toBe(false);
		expect(isLight('<div><b><i>x</i></b></div>'.repeat(5000))).toBe(true);
	});

	it('is in text, but not in what a tag holds', () => {
		expect(affordable('x'.repeat(60), small)).toBe(50);
		expect(affordable(`< ${'x'.repeat(60)}`, small)).toBe(50);
		expect(affordable(`<i>${'x'.repeat(60)}</i>`, small)).toBe(53);
		expect(isLight(`<p title="${'a '.repeat(2_500_000)}">text</p>`)).toBe(true);
	});

	it('is paid for from the beginning, and never in the middle of a tag', () => {
		const html = '<p>lorem <b>ipsum</b></p>'.repeat(100_000);
		const length = affordable(html, WHEN_ASKED);
		expect(length).toBeLessThan(html.length);
		expect(html.slice(length)).toMatch(/^<p>/);
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('<', '>', '<div', '</b>', '<b>', ' x', '<!--', '/'))!,
				(pieces) => {
					const text = pieces.join('');
					expect(affordable(text, small)).toBeLessThanOrEqual(text.length);
				}
			)
		);
	});

	it('is told in time that grows with the length alone', () => {
		for (const piece of ['<', '<a', '</', '<!', '< ', '<a>', '>'])
			expect(
				growth(250_000, (size) => affordable(piece.repeat(size), WHEN_ASKED)),
				piece
			).toBeLessThan(LINEAR);
	});
});
