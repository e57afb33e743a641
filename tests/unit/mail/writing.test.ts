import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDraftContent, parseDraftId, parseDraftSave } from '$lib/mail/draft';
import { freeFileName, safeFileName, safeMediaType } from '$lib/mail/file-name';
import { parseFlowed, printFlowed } from '$lib/mail/flowed';
import { htmlText } from '$lib/mail/html-text';
import { parsePrefill } from '$lib/mail/mailto';
import { checkOutgoing } from '$lib/mail/outgoing';
import { forwardText, quoteText } from '$lib/mail/quote';

describe('format=flowed (RFC 3676)', () => {
	test('long lines break softly, quotes keep their depth, the signature mark its space', () => {
		const text = `${'word '.repeat(30)}end\n> quoted\n>> deeper\n-- \nAda\nFrom here\n  indented`;
		const body = printFlowed(text);
		for (const line of body.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
		expect(body).toContain('\r\n-- \r\n');
		expect(body).toContain('\r\n From here');
		expect(parseFlowed(body)).toBe(text.replace('>> deeper', '>> deeper'));
	});
	test('only CRLF ends lines, whatever was typed', () => {
		fc.assert(
			fc.property(
				fc.string({
					unit: fc.constantFrom('a', ' ', '\r', '\n', '>', '-', '\u2028', '\u0000', '\ud800', 'é')
				}),
				(text) => {
					const body = printFlowed(text);
					for (const char of ['\r', '\n', '\0', '\u2028'])
						expect(body.replaceAll('\r\n', '')).not.toContain(char);
					expect(body.isWellFormed()).toBe(true);
				}
			)
		);
	});
	test('words and their order survive', () => {
		const words = fc.array(fc.stringMatching(/^[a-zé]{1,20}$/), { minLength: 1, maxLength: 80 });
		fc.assert(
			fc.property(words, (all) => {
				expect(parseFlowed(printFlowed(all.join(' ')))).toBe(all.join(' '));
			})
		);
	});
});

describe('quoting', () => {
	test('an attribution, the lines behind marks, no signature of the other', () =>
		expect(quoteText('Hello\r\n\r\n> old\n-- \nBen\n', 'Ben wrote:')).toBe(
			'\n\nBen wrote:\n> Hello\n>\n>> old\n'
		));
	test('a forwarded text says where it is from', () =>
		expect(
			forwardText('Hi', '---', [
				['From', 'ben@x'],
				['Cc', '']
			])
		).toBe('\n\n---\nFrom: ben@x\n\nHi'));
	test('HTML becomes its words', () =>
		expect(
			htmlText(
				'<style>p{}</style><p>One&nbsp;&amp; <b>two</b></p><ul><li>three<li>f&uuml;nf</ul><script>alert(1)</script><!-- x -->&#x1F44B;'
			)
		).toBe('One & two\n\n• three\n• fünf\n\n👋'));
	test('HTML made to be slow is not', () => {
		const started = performance.now();
		for (const bomb of ['<script>', '<a', '<!--', '<p', '&', '</', '<style><'])
			htmlText(bomb.repeat(1_000_000 / bomb.length));
		expect(performance.now() - started).toBeLessThan(4000);
	});
});

describe('names of files', () => {
	test.each([
		['../../etc/passwd', 'passwd'],
		['C:\\Users\\ada\\plan.pdf', 'plan.pdf'],
		['a\r\nBcc: eve@x.txt', 'aBcc_ eve@x.txt'],
		['invoice\u202egpj.exe', 'invoicegpj.exe'],
		['con.txt', '_con.txt'],
		['..', 'file'],
		['', 'file'],
		['\ud800.txt', '\ufffd.txt'],
		['日本語.pdf', '日本語.pdf']
	])('%j travels as %j', (name, safe) => expect(safeFileName(name)).toBe(safe));
	test('long ones keep their extension', () => {
		expect(safeFileName(`${'x'.repeat(300)}.pdf`)).toMatch(/^x+\.pdf$/);
	});
	test('doubles are numbered', () =>
		expect(freeFileName('a.txt', new Set(['a.txt', 'a (2).txt']))).toBe('a (3).txt'));
	test.each([
		['image/png', 'image/png'],
		['text/plain; charset=x\r\nX: y', 'text/plain'],
		['multipart/mixed', 'application/octet-stream'],
		['message/partial', 'application/octet-stream'],
		['text/html\r\nX-Evil: 1', 'application/octet-stream']
	])('media type %j', (type, safe) => expect(safeMediaType(type)).toBe(safe));
});

describe('links that start a message (security I3)', () => {
	const prefill = (query: string) => parsePrefill(new URLSearchParams(query));
	test('to, cc, bcc, subject and body; nothing else; line breaks in the body only', () =>
		expect(
			prefill(
				'to=a@x%0d%0aBcc:%20eve@x&cc=b@x&bcc=c@x&subject=Hi%0aX:%20y&body=one%0d%0atwo&attach=/etc/passwd&from=eve@x'
			)
		).toEqual({ to: 'a@x Bcc: eve@x', cc: 'b@x', bcc: 'c@x', subject: 'Hi X: y', text: 'one\ntwo' }));
	test('mailto', () =>
		expect(prefill(`mailto=${encodeURIComponent('mailto:a+b@x,c@x?subject=1+1&body=a%0Ab&CC=d@x')}`)).toEqual(
			{
				to: 'a+b@x,c@x',
				cc: 'd@x',
				bcc: '',
				subject: '1+1',
				text: 'a\nb'
			}
		));
});

describe('drafts at the border', () => {
	const content = { from: 'a@x', to: '', cc: '', bcc: '', subject: '', text: '' };
	test('what is missing, of another type or too long is refused', () => {
		expect(parseDraftContent(content)).toEqual(content);
		for (const bad of [null, [], 'x', { ...content, to: 1 }, { ...content, text: 'x'.repeat(1_000_001) }, {}])
			expect(parseDraftContent(bad)).toBeNull();
		expect(parseDraftContent({ ...content, subject: 'a\ud800' })?.subject).toBe('a\ufffd');
		for (const revision of [-1, 1.5, '1', undefined])
			expect(parseDraftSave({ ...content, revision })).toBeNull();
		for (const id of ['../x', '', 'A'.repeat(36)]) expect(parseDraftId(id)).toBeNull();
	});
	test('doubles over all fields go once; mistakes are named by field', () => {
		const found = checkOutgoing({ ...content, to: 'a@x.y', cc: 'A@x.y, b@x.y', bcc: 'b@x.y, nobody' });
		expect([found.to.length, found.cc.length, found.bcc.length]).toEqual([1, 1, 0]);
		expect(found.mistakes).toEqual([{ field: 'bcc', kind: 'address', text: 'nobody' }]);
		expect(checkOutgoing(content).mistakes).toEqual([{ field: 'to', kind: 'nobody' }]);
	});
});
