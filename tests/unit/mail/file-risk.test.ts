import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareKinds, saidKind } from '$lib/mail/file-kind';
import { safeFileName } from '$lib/mail/file-name';
import { fileDanger } from '$lib/mail/file-risk';

const danger = (written: string) => fileDanger(safeFileName(written), written);

describe('what a file may do, by its name', () => {
	test.each([
		['setup.exe', 'program', false],
		['Invoice.pdf.exe', 'program', true],
		['invoice.pdf                         .exe', 'program', true],
		['photo\u202egpj.exe', 'program', true],
		['annexe\u202excod.scr', 'program', true],
		['run.JS', 'script', false],
		['open me.lnk', 'shortcut', false],
		['page.html', 'page', false],
		['drawing.svg', 'page', false],
		['table.xlsm', 'macros', false],
		['backup.iso', 'disk', false],
		['notes.tar.gz', null, false],
		['report.pdf', null, false],
		['.exe', null, false],
		['exe', null, false],
		['\u05d3\u05d5\u05d7.pdf', null, false],
		['', null, false]
	])('%j', (written, risk, disguised) => expect(danger(written)).toEqual({ risk, disguised }));

	test('any name is read, and none is disguised without a risk', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (written) => {
				const { risk, disguised } = danger(written);
				if (disguised) expect(risk).not.toBeNull();
			})
		);
	});
});

describe('what a file says and is', () => {
	test.each([
		['application/pdf', 'a.pdf', 'pdf'],
		['application/octet-stream', 'a.docx', 'document'],
		['image/png', 'a.exe', 'program'],
		['text/html', null, 'page'],
		['image/svg+xml', null, 'page'],
		['application/octet-stream', null, null]
	] as const)('%s %s says %s', (type, name, kind) => expect(saidKind(type, name)).toBe(kind));

	test('kinds that come in one another do not differ', () => {
		expect(compareKinds('document', 'archive').differs).toBe(false);
		expect(compareKinds('picture', 'picture').differs).toBe(false);
		expect(compareKinds('pdf', null).differs).toBe(false);
		expect(compareKinds(null, 'picture').differs).toBe(false);
	});

	test('what would run, or is a page, is not taken for a paper', () => {
		expect(compareKinds('pdf', 'program').differs).toBe(true);
		expect(compareKinds('pdf', 'page').differs).toBe(true);
		expect(compareKinds('picture', 'page').differs).toBe(true);
		expect(compareKinds('document', 'script').differs).toBe(true);
		expect(compareKinds(null, 'program').differs).toBe(true);
	});
});
