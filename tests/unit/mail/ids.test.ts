import { describe, expect, test } from 'vitest';
import { parseFolderPath, parsePartId, parseUid } from '$lib/mail/ids';

describe('a folder path', () => {
	test.each(['INBOX', 'Work/Q1', 'Entwürfe', '受信箱', 'A & B', '"quoted"', '📮', 'a\\b', '../up'])(
		'%j may be one',
		(path) => expect(parseFolderPath(path)).toBe(path)
	);

	test.each(['', 'a\r\nb', 'a\0', '\u007f', '\ud800', 'x'.repeat(1001), null, 7, ['INBOX']])(
		'%j is none',
		(path) => expect(parseFolderPath(path)).toBeNull()
	);
});

describe('a uid', () => {
	test.each([
		['1', 1],
		['4294967295', 4294967295],
		[7, 7]
	])('%j is one', (value, uid) => expect(parseUid(value)).toBe(uid));

	test.each([
		'0',
		'01',
		'-1',
		'1.0',
		'1e3',
		' 1',
		'4294967296',
		'99999999999',
		'',
		null,
		0,
		1.5,
		NaN,
		'1 OR 1:*'
	])('%j is none', (value) => expect(parseUid(value)).toBeNull());
});

describe('a part id', () => {
	test.each(['1', '1.2', '1.2.3.4', Array(100).fill('1').join('.')])('%j is one', (id) =>
		expect(parsePartId(id)).toBe(id)
	);

	test.each(['', '0', '1.', '.1', '1..2', '1.0', 'TEXT', '1]', '1.MIME', Array(101).fill('1').join('.'), 1])(
		'%j is none',
		(id) => expect(parsePartId(id)).toBeNull()
	);
});
