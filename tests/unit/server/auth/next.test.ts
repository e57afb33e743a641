import { expect, test } from 'vitest';
import { parseNext } from '$lib/server/auth/next';

test.each([
	'/mail/INBOX',
	'/mail/INBOX/12',
	'/mail/INBOX?q=from%3Aada',
	'/mail/Ablage%2F2026',
	'/compose?mailto=ben%40demo.test'
])('a path of ours is kept: %s', (path) => {
	expect(parseNext(path)).toBe(path);
});

test.each([
	'',
	'mail/INBOX',
	'//evil.example',
	'///evil.example',
	'/\\evil.example',
	'/\\/evil.example',
	'\\\\evil.example',
	'/mail\\..\\..\\evil',
	'https://evil.example',
	'HTTPS:evil.example',
	'javascript:alert(1)',
	' /mail',
	'/ /evil.example',
	'/\t/evil.example',
	'/\n/evil.example',
	'/\r/evil.example',
	'\t//evil.example',
	'/\0/evil.example',
	'/.//evil.example',
	'/..//evil.example',
	'/%2e//evil.example',
	'/x/..//evil.example',
	'@evil.example',
	'.evil.example',
	'/mail/é',
	'/\u2028/evil.example',
	`/${'a'.repeat(2001)}`
])('what could lead elsewhere becomes the inbox: %j', (path) => {
	expect(parseNext(path)).toBe('/');
});

test.each(['/login', '/login?next=/login', '/logout', '/api/session', '/api'])(
	'no loop through %s',
	(path) => {
		expect(parseNext(path)).toBe('/');
	}
);
