import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	contentDisposition,
	freeFileName,
	safeFileName,
	safeMediaType,
	uniqueFileNames
} from '../../../src/lib/mail/file-name.ts';

describe('the name of an attachment', () => {
	it.each([
		['../../../../etc/cron.d/x', 'x'],
		['C:\\Windows\\System32\\x.dll', 'x.dll'],
		['/etc/passwd', 'passwd'],
		['..', 'part'],
		['../', 'part'],
		['', 'part'],
		[null, 'part'],
		['   ', 'part'],
		['a\u0000b.txt', 'ab.txt'],
		['a\r\nX-Evil: 1.txt', 'aX-Evil_ 1.txt'],
		['a";x="b.html', 'a_;x=_b.html'],
		['invoice\u202efdp.exe', 'invoicefdp.exe'],
		['a\u2066b\u2069.pdf', 'ab.pdf'],
		['a\u200b\ufeff.pdf', 'a.pdf'],
		['CON', '_CON'],
		['nul.txt', '_nul.txt'],
		['COM1.tar.gz', '_COM1.tar.gz'],
		['.htaccess', 'htaccess'],
		['name. . .', 'name'],
		['a<b>c|d?e*.txt', 'a_b_c_d_e_.txt'],
		['%2e%2e%2fa.txt', '%2e%2e%2fa.txt'],
		['📄 e\u0301.txt', '📄 é.txt'],
		['ä.html', 'ä.html'],
		['a\ud800b.txt', 'a\ufffdb.txt']
	])('%j becomes %j', (name, expected) => {
		expect(safeFileName(name, 'part')).toBe(expected);
	});

	it('is short enough for a disk and keeps its extension', () => {
		const name = safeFileName(`${'ü'.repeat(500)}.pdf`);
		expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(200);
		expect(name.endsWith('.pdf')).toBe(true);
		expect(safeFileName(`a.${'b'.repeat(400)}`).length).toBeLessThanOrEqual(200);
	});

	it('never holds a path, a control or a direction mark, whatever came', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (name) => {
				const safe = safeFileName(name, 'part');
				expect(safe).not.toBe('');
				expect(safe).not.toMatch(/[/\\\u202a-\u202e\u2066-\u2069"<>|?*:]|\p{Cc}|^\.|[. ]$/u);
				expect(safeFileName(safe, 'part')).toBe(safe);
			})
		);
	});
});

describe('names side by side', () => {
	it('differ, also where case does not count', () => {
		expect(uniqueFileNames(['a.txt', 'A.TXT', 'a.txt', 'a (2).txt', 'b'])).toEqual([
			'a.txt',
			'A (2).TXT',
			'a (3).txt',
			'a (2) (2).txt',
			'b'
		]);
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('a', 'A', 'a.b', 'a (2)', 'a (2).b'), { maxLength: 50 }),
				(names) => {
					expect(new Set(uniqueFileNames(names).map((name) => name.toLowerCase())).size).toBe(names.length);
				}
			)
		);
	});

	it('a thousand of one name are told apart at once', () => {
		const start = performance.now();
		uniqueFileNames(Array.from({ length: 5000 }, () => 'same.txt'));
		expect(performance.now() - start).toBeLessThan(500);
	});

	it('a free name is found beside taken ones', () => {
		expect(freeFileName('a.txt', new Set(['a.txt', 'a (2).txt']))).toBe('a (3).txt');
	});
});

describe('Content-Disposition', () => {
	it('says the true name in UTF-8 beside an ASCII one', () => {
		expect(contentDisposition('attachment', 'a.txt')).toBe('attachment; filename="a.txt"');
		expect(contentDisposition('attachment', 'ä.txt')).toBe(
			'attachment; filename="_.txt"; filename*=UTF-8\'\'%C3%A4.txt'
		);
		expect(contentDisposition('inline', "50%'s.pdf")).toBe(
			"inline; filename=\"50_'s.pdf\"; filename*=UTF-8''50%25%27s.pdf"
		);
	});

	it('is one line of ASCII, whatever the name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (name) => {
				expect(contentDisposition('attachment', safeFileName(name, 'x'))).toMatch(/^[\x20-\x7e]+$/);
			})
		);
	});
});

it('a media type is one, or bytes', () => {
	expect(safeMediaType('Text/HTML; charset=x')).toBe('text/html');
	expect(safeMediaType('message/external-body')).toBe('application/octet-stream');
	expect(safeMediaType('text/html\r\nX: y')).toBe('application/octet-stream');
});
