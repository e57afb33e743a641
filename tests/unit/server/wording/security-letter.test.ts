import { beforeAll, describe, expect, test } from 'vitest';
import { EVENT_KINDS, toldByLetter } from '$lib/security/event';
import { securityLetter } from '$lib/server/wording/security-letter';
import { sayEvent } from '$lib/server/wording/security-words';

const ada = 'ada@demo.test';
const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const event = {
	at: Date.UTC(2026, 10, 25, 18, 0),
	kind: 'totp-added',
	detail: {},
	agent,
	client: '192.0.2.7',
	actor: ada
} as const;

beforeAll(() => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_ORIGIN = 'https://mail.demo.test';
});

describe.each(['en', 'de'] as const)('in %s', (locale) => {
	test('every kind has words of its own', () => {
		const detail = { name: 'Blue key', left: 7 };
		const said = EVENT_KINDS.map((kind) => sayEvent({ kind, detail }, locale));
		expect(new Set(said).size).toBe(EVENT_KINDS.length);
		for (const words of said) expect(words).not.toMatch(/undefined|\{|\.$/);
	});

	test('the letter has what, when, browser, address and the page to go to', () => {
		const { subject, text } = securityLetter(ada, event, locale);
		expect(subject).toContain(sayEvent(event, locale));
		expect(text).toContain(sayEvent(event, locale));
		for (const part of [
			...['2026', 'Firefox, Linux', '192.0.2.7', ada],
			'https://mail.demo.test/settings/security'
		]) {
			expect(text).toContain(part);
		}
	});
});

test('who acted is named when it was not the owner', () => {
	expect(securityLetter(ada, event, 'en').text).not.toContain('By:');
	expect(securityLetter(ada, { ...event, actor: 'ben@demo.test' }, 'en').text).toContain('By: ben@demo.test');
});

test('signing in is history, a change and a used recovery code are letters', () => {
	expect(['sign-in', 'browser-trusted', 'signed-out-elsewhere'].map((k) => toldByLetter(k as never))).toEqual(
		[false, false, false]
	);
	for (const kind of [
		'key-added',
		'totp-removed',
		'code-used',
		'password-changed',
		'factors-reset'
	] as const) {
		expect(toldByLetter(kind), kind).toBe(true);
	}
});
