import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAuthResults } from '$lib/mail/auth-results';
import { LINEAR, growth } from '../growth.ts';

/** `method=result` and its properties, short. */
const read = (value: string) => {
	const found = parseAuthResults(value);
	return (
		found && [
			found.authservId,
			...found.results.map(({ method, result, properties }) =>
				[`${method}=${result}`, ...[...properties].map((pair) => pair.join('='))].join(' ')
			)
		]
	);
};

describe('forms that servers write', () => {
	test.each([
		['mx.test; none', ['mx.test']],
		['mx.test 1; none', ['mx.test']],
		['mx.test', ['mx.test']],
		['"mx.test"; spf=pass', ['mx.test', 'spf=pass']],
		[
			'mx.test; spf=pass smtp.mailfrom=a@x.example; dkim=pass header.d=x.example; dmarc=pass header.from=x.example',
			[
				'mx.test',
				'spf=pass smtp.mailfrom=a@x.example',
				'dkim=pass header.d=x.example',
				'dmarc=pass header.from=x.example'
			]
		],
		// OpenDKIM, with a comment, the header.b that tells signatures apart, and a reason.
		[
			'mx.test;\tdkim=pass (2048-bit key; unprotected) header.d=x.example header.i=@x.example header.b="aB/c+d=="; dkim-atps=neutral',
			['mx.test', 'dkim=pass header.d=x.example header.i=@x.example header.b=aB/c+d==', 'dkim-atps=neutral']
		],
		['mx.test; dkim=fail reason="bad; signature" header.d=x', ['mx.test', 'dkim=fail header.d=x']],
		// Gmail: p in a comment, base64 bare.
		[
			'mx.google.com;       dkim=pass header.i=@x.example header.s=s1 header.b=AbC/12=;       spf=pass (google.com: domain of a@x.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@x.example;       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=x.example',
			[
				'mx.google.com',
				'dkim=pass header.i=@x.example header.s=s1 header.b=AbC/12=',
				'spf=pass smtp.mailfrom=a@x.example',
				'dmarc=pass header.from=x.example'
			]
		],
		// Exchange names no authserv-id: nobody speaks.
		['spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example; dkim=pass header.d=x.example', null],
		// rspamd.
		[
			'mx.test; dkim=pass header.d=x.example header.s=k header.b=X; spf=softfail (mx.test: 192.0.2.1 is neither) smtp.mailfrom=a@x; dmarc=fail reason="SPF not aligned (relaxed)" header.from=x.example (policy=none)',
			[
				'mx.test',
				'dkim=pass header.d=x.example header.s=k header.b=X',
				'spf=softfail smtp.mailfrom=a@x',
				'dmarc=fail header.from=x.example'
			]
		],
		['mx.test; DKIM/1 = PASS header.d = x.example', ['mx.test', 'dkim=pass header.d=x.example']],
		['mx.test (a (nested \\) ) comment; dmarc=pass); spf=fail', ['mx.test', 'spf=fail']],
		[
			'mx.test; spf=pass smtp.mailfrom="a; dmarc=pass"@x',
			['mx.test', 'spf=pass smtp.mailfrom=a; dmarc=pass@x']
		]
	])('%s', (value, expected) => expect(read(value)).toEqual(expected));
});

describe('what breaks the form proves nothing', () => {
	test.each([
		['', null],
		['; dmarc=pass', null],
		['mx.test evil.test; dmarc=pass', null],
		['mx.test 2; dmarc=pass', null],
		['mx.test=x; dmarc=pass', null],
		['(mx.test); dmarc=pass', null],
		['mx.test (never closed; dmarc=pass', null],
		['"mx.test; dmarc=pass', null],
		['mx.test; dmarc=pass (never closed', ['mx.test']],
		['mx.test; spf=fail "open; dmarc=pass', ['mx.test']],
		['mx.test; dmarc/2=pass', ['mx.test']],
		['mx.test; dmarc=passed', ['mx.test']],
		['mx.test; dmarc="pass"', ['mx.test']],
		['mx.test; dmarc', ['mx.test']],
		['mx.test; =pass', ['mx.test']]
	])('%s', (value, expected) => expect(read(value)).toEqual(expected));
});

test('never throws, whatever comes', () => {
	const pieces = fc.constantFrom(
		...[
			'mx.test',
			';',
			'=',
			'"',
			'(',
			')',
			'\\',
			'/',
			' ',
			'\t',
			'dmarc',
			'pass',
			'header.from',
			'@',
			'\0',
			'é'
		]
	);
	fc.assert(fc.property(fc.array(pieces), (all) => void parseAuthResults(all.join(''))));
	fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseAuthResults(text)));
});

test('a header of any length takes little time and keeps little', () => {
	for (const piece of ['(', '((a)', '"a" ', ';', 'dmarc=pass;', 'a=b ', '=', '\\', '/', ' ']) {
		const read = (size: number) => parseAuthResults(`mx.test; ${piece.repeat(size)}`);
		expect(growth(250_000, read), piece).toBeLessThan(LINEAR);
		const found = read(1_000_000);
		expect(found?.results.length ?? 0).toBeLessThanOrEqual(100);
	}
});
