import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leadsTo, leavePath } from '../../../src/lib/mail/leave-path.ts';
import { hostsNamed, judgeLink, registered } from '../../../src/lib/mail/link-truth.ts';
import { faceOfHost, lookAlike, shownHost } from '../../../src/lib/mail/look-alike.ts';

describe('a host', () => {
	it.each([
		['bank.example', 'bank.example'],
		['BANK.example.', 'bank.example'],
		['xn--mller-kva.example', 'müller.example'],
		['xn--n3h.example', 'xn--n3h.example'],
		['日本語.jp', '日本語.jp'],
		['xn--wgv71a119e.jp', '日本語.jp'],
		['東京タワーabc.jp', '東京タワーabc.jp'],
		['почта.рф', 'почта.рф'],
		['сахар.рф', 'сахар.рф'],
		['пример.com', 'пример.com'],
		['παράδειγμα.gr', 'παράδειγμα.gr'],
		['ابوظبي.ae', 'ابوظبي.ae'],
		['דוגמה.co.il', 'דוגמה.co.il'],
		// The letters are Cyrillic or Greek.
		['аррӏе.com', 'xn--80ak6aa92e.com'],
		['pаypal.com', 'xn--pypal-4ve.com'],
		['gοοgle.com', 'xn--ggle-0nda.com'],
		['xn--80ak6aa92e.com', 'xn--80ak6aa92e.com'],
		['bank.example∕login.evil.test', 'xn--bank-3j0b.xn--examplelogin-gs5f.evil.test']
	])('%s is shown as %s', (host, shown) => {
		if (host.includes('∕')) expect(faceOfHost(host).trouble).toBe('mixed');
		else expect(shownHost(host)).toBe(shown);
	});

	it.each([
		['paypa1.com', 'paypal.com'],
		['paypai.com', 'paypal.com'],
		['pаypаl.com', 'paypal.com'],
		['xn--pypal-4ve.com', 'paypal.com'],
		['exarnple.org', 'example.org'],
		['g00gle.com', 'google.com'],
		['vvave.example', 'wave.example'],
		['pay-pal.com', 'paypal.com'],
		['müller.example', 'muller.example']
	])('%s would be taken for %s', (host, known) => {
		expect(lookAlike(host, ['other.example', known])).toBe(known);
		expect(lookAlike(known, [known, host])).toBe(null);
	});

	it.each(['example.com', 'sample.org', 'mail.example.org', 'дом.example'])(
		'%s is taken for none of the known',
		(host) => expect(lookAlike(host, ['example.org', 'paypal.com', 'demo.test'])).toBe(null)
	);

	it('takes any text', () => {
		fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void shownHost(text)));
	});
});

describe('words of a link', () => {
	it.each([
		['https://bank.example/login', ['bank.example']],
		['Log in at www.bank.example now', ['www.bank.example']],
		['bank.com', ['bank.com']],
		['Bank.com.', ['bank.com']],
		['write to support@bank.example', ['bank.example']],
		['https://bank.example@evil.test/', ['evil.test']],
		['HTTPS:\\\\bank.com\\x', ['bank.com']],
		['bank\u200b.com', ['bank.com']],
		['bank。com', ['bank.com']],
		['ｂａｎｋ．ｃｏｍ', ['bank.com']],
		['README.md', []],
		['node.js', []],
		['plan.pdf', []],
		['e.g. this', []],
		['1.2.3', []],
		['version 4.5', []],
		['Read more', []]
	])('%s name %j', (words, hosts) => expect(hostsNamed(words)).toEqual(hosts));
});

describe('a link', () => {
	it.each([
		['http://evil.test/login', 'https://bank.example/login', 'elsewhere', 'bank.example'],
		[
			'https://bank.example.evil.test/',
			'bank.example/login https://bank.example',
			'elsewhere',
			'bank.example'
		],
		['https://evil.test/', 'support@bank.example', 'elsewhere', 'bank.example'],
		['https://a.github.io/', 'https://b.github.io/', 'elsewhere', 'b.github.io'],
		['https://pаypal.com/', 'Pay', 'look-alike', 'paypal.com'],
		['https://аррӏе.com/', 'Go', 'disguised', null],
		['https://xn--n3h.example/', 'Go', 'mixed', null],
		['https://bank.example@evil.test/', 'Go', 'hidden', null],
		['http://3232235777/', 'Go', 'number', null],
		['http://[::1]/', 'Go', 'number', null]
	])('%s called “%s” is marked: %s', (written, words, reason, claimed) => {
		expect(judgeLink(written, words, ['paypal.com'])).toMatchObject({ reason, claimed });
	});

	it.each([
		['https://www.bank.example/login', 'bank.example'],
		['https://login.bank.co.uk/', 'https://www.bank.co.uk'],
		['https://日本語.jp/', 'https://日本語.jp/'],
		['http://192.168.1.1/', 'http://192.168.1.1/setup'],
		['https://news.example/a', 'Read more'],
		['https://github.test/x', 'README.md'],
		['mailto:a@b.example', 'support@bank.example'],
		['data:text/html,x', 'https://bank.example'],
		['https://paypal.com/', 'PayPal']
	])('%s called “%s” is left alone', (written, words) => {
		expect(judgeLink(written, words, ['paypal.com'])).toBe(null);
	});

	it('is never called honest when its words name another registered domain', () => {
		const domain = fc.domain();
		fc.assert(
			fc.property(domain, domain, (a, b) => {
				fc.pre(registered(a) !== registered(b));
				expect(judgeLink(`https://${a}/x`, `see https://${b}/y`)?.reason).toBe('elsewhere');
			})
		);
	});

	it('leads by way of the page that asks', () => {
		const lie = judgeLink('http://evil.test/?a=1&b=2', 'https://bank.example')!;
		const path = leavePath('http://evil.test/?a=1&b=2', lie.reason, lie.claimed);
		expect(path).toMatch(/^\/leave\?/);
		expect(leadsTo(path)).toBe('http://evil.test/?a=1&b=2');
	});
});

describe('the collection', () => {
	const { items } = JSON.parse(readFileSync('static/self-test/items.json', 'utf8')) as {
		items: { id: string; mustNot: string[]; payload: string }[];
	};
	const marked = items.filter(({ mustNot }) => mustNot.includes('LINK_UNMARKED'));

	it.each(marked.map(({ id, payload }) => [id, payload]))('%s', (_, payload) => {
		const links = [...payload.matchAll(/<a\b([^>]*)>(.*?)<\/a>/gs)];
		for (const [, attributes = '', inner = ''] of links) {
			const href = /href="?([^"\s>]*)/.exec(attributes)?.[1] ?? '';
			const title = /title="?([^"\s>]*)/.exec(attributes)?.[1] ?? '';
			expect(judgeLink(href, `${inner} ${title}`)?.reason).toBe('elsewhere');
		}
	});
});
