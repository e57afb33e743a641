import { expect, test } from 'vitest';
import { embeddedElsewhere, fromOwnPage } from '$lib/server/auth/origin';

const own = 'https://mail.demo.test';
const say = (site: string | null, origin: string | null) =>
	new Headers({ ...(site ? { 'sec-fetch-site': site } : {}), ...(origin ? { origin } : {}) });

test.each([
	['same-origin', own],
	['same-origin', null],
	['same-origin', 'null'],
	[null, own]
])('our page: Sec-Fetch-Site %s, Origin %s', (site, origin) => {
	expect(fromOwnPage(say(site, origin), own)).toBe(true);
});

test.each([
	[null, null],
	[null, 'null'],
	[null, 'https://evil.example'],
	[null, `${own}.evil.example`],
	[null, `${own}:8443`],
	[null, 'http://mail.demo.test'],
	['cross-site', own],
	['cross-site', null],
	['same-site', own],
	['same-site', 'https://other.demo.test'],
	['none', own],
	['none', null],
	['same-origin', 'https://evil.example']
])('not our page: Sec-Fetch-Site %s, Origin %s', (site, origin) => {
	expect(fromOwnPage(say(site, origin), own)).toBe(false);
});

test.each([
	['cross-site', 'no-cors', 'image', true],
	['cross-site', 'cors', 'empty', true],
	['cross-site', 'navigate', 'iframe', true],
	['cross-site', 'navigate', 'object', true],
	['same-site', 'no-cors', 'script', true],
	['cross-site', 'navigate', 'document', false],
	['same-origin', 'navigate', 'iframe', false],
	['none', 'navigate', 'document', false]
])('%s %s %s: embedded elsewhere %s', (site, mode, dest, expected) => {
	const headers = new Headers({ 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest });
	expect(embeddedElsewhere(headers)).toBe(expected);
});
