import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, mayReach } from '$lib/server/fetch/addresses';
import { parseTarget } from '$lib/server/fetch/target';
import { FORBIDDEN } from '../../../bed/forbidden-addresses.ts';

/** Names resolve elsewhere; here only what is written counts. */
const LOCAL = /^localhost$/;

describe('no spelling of a forbidden address passes', () => {
	test.each(FORBIDDEN)('%j', (url) => {
		const target = parseTarget(url);
		expect(target === null || LOCAL.test(target.host) || !mayReach(target.host, [])).toBe(true);
	});
});

test('what is public passes, as it was written', () => {
	for (const url of [
		'https://www.example.org/a?b=c',
		'http://8.8.8.8/',
		'https://[2606:4700::1111]/x',
		'https://bücher.example/',
		'https://example.org:443/',
		'http://example.org:80/',
		'https://example.org./'
	])
		expect(parseTarget(url), url).not.toBeNull();
	expect(parseTarget('https://Example.org./x')?.host).toBe('example.org');
	expect(mayReach('8.8.8.8', [])).toBe(true);
	expect(mayReach('2606:4700::1111', [])).toBe(true);
});

test('other ports, credentials and odd spellings of public addresses are refused', () => {
	for (const url of [
		'https://example.org:8443/',
		'https://ada@example.org/',
		'https://ada:x@example.org/',
		'http://0x08080808/',
		'http://8.8.2056/',
		`http://example.org/${'x'.repeat(9000)}`,
		'http://exa\nmple.org/',
		'http://example.org/a b'
	])
		expect(parseTarget(url), url).toBeNull();
});

test('the operator opens blocks, and only these', () => {
	expect(mayReach('10.1.2.3', ['10.1.0.0/16'])).toBe(true);
	expect(mayReach('10.2.2.3', ['10.1.0.0/16'])).toBe(false);
	expect(mayReach('10.1.2.3', ['10.1.2.3'])).toBe(true);
	expect(mayReach('fd00::5', ['fd00::/8'])).toBe(true);
	expect(mayReach('::ffff:10.1.2.3', ['10.1.0.0/16'])).toBe(false);
	expect(mayReach('10.1.2.3', ['::/0'])).toBe(false);
});

test('one address has one spelling', () => {
	expect(canonical('::ffff:127.0.0.1')).toBe('127.0.0.1');
	expect(canonical('0:0::1')).toBe('::1');
});

test('every address of the private blocks is refused, in any spelling the parser knows', () => {
	const byte = fc.integer({ min: 0, max: 255 });
	const spellings = (a: number, b: number, c: number, d: number) => {
		const whole = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
		return [
			`${a}.${b}.${c}.${d}`,
			`${whole}`,
			`0x${whole.toString(16)}`,
			`0${whole.toString(8)}`,
			`${a}.${b}.${(c << 8) | d}`,
			`0${a.toString(8)}.0x${b.toString(16)}.${c}.${d}`,
			`[::ffff:${a}.${b}.${c}.${d}]`,
			`[64:ff9b::${a}.${b}.${c}.${d}]`
		];
	};
	fc.assert(
		fc.property(fc.constantFrom(0, 10, 127), byte, byte, byte, (a, b, c, d) => {
			for (const host of spellings(a, b, c, d)) {
				const target = parseTarget(`http://${host}/`);
				expect(target === null || !mayReach(target.host, []), host).toBe(true);
			}
		})
	);
});
