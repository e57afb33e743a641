import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReceived } from '$lib/mail/received';
import { pathOf } from '$lib/mail/received-path';
import { LINEAR, growth } from '../growth.ts';

const AT = Date.UTC(2026, 10, 21, 10);
const DATE = '; Sat, 21 Nov 2026 10:00:00 +0000 (UTC)';

describe('lines that servers write', () => {
	test.each([
		[
			'Postfix',
			`from mail.x.example (mail.x.example [192.0.2.7])\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\t key-exchange X25519 server-signature RSA-PSS (2048 bits))\t(No client certificate requested)\tby mx.demo.test (Postfix) with ESMTPS id 4ZkV for <a@b.example>${DATE}`,
			{
				...{ from: 'mail.x.example', fromHost: 'mail.x.example', fromAddress: '192.0.2.7' },
				...{ by: 'mx.demo.test', with: 'ESMTPS' },
				tls: { version: 'TLS 1.3', cipher: 'TLS_AES_256_GCM_SHA384' }
			}
		],
		[
			'Postfix, a client without a name, IPv6',
			`from helo.example (unknown [IPv6:2001:DB8::1]) by mx.demo.test (Postfix) with ESMTP id 1${DATE}`,
			{ from: 'helo.example', fromHost: null, fromAddress: '2001:db8::1', tls: null }
		],
		[
			'Exim',
			`from host.example ([192.0.2.9] helo=[10.0.0.1]) by mail.example with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <x@y>) id 1abc-0001-2D for a@b.example${DATE}`,
			{
				...{ from: 'host.example', fromHost: null, fromAddress: '192.0.2.9', with: 'ESMTPS' },
				tls: { version: 'TLS 1.3', cipher: 'TLS_AES_256_GCM_SHA384' }
			}
		],
		[
			'Exim, older, no name',
			`from [192.0.2.9] (helo=foo.example) by mail.example with esmtpsa (TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256) (Exim 4.92) id x${DATE}`,
			{
				...{ from: '[192.0.2.9]', fromAddress: '192.0.2.9', with: 'ESMTPSA' },
				tls: { version: 'TLS 1.2', cipher: 'ECDHE-RSA-AES256-GCM-SHA384' }
			}
		],
		[
			'Exchange',
			`from AM0PR01.prod.example (2603:10a6:208:1::1) by VI1PR01.prod.example (2603:10a6:800:1::2) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1${DATE}`,
			{
				...{ from: 'AM0PR01.prod.example', fromAddress: '2603:10a6:208:1::1', by: 'VI1PR01.prod.example' },
				tls: { version: 'TLS 1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' }
			}
		],
		[
			'Gmail',
			`from mail-ed1.google.com (mail-ed1.google.com. [209.85.208.41])        by mx.google.com with SMTPS id x1-2        for <a@b.example>        (Google Transport Security)${DATE}`,
			{
				...{ fromHost: 'mail-ed1.google.com', fromAddress: '209.85.208.41', by: 'mx.google.com' },
				tls: { version: null, cipher: null }
			}
		],
		[
			'Gmail, inside',
			`by 2002:a05:6a10:1234:b0:1 with SMTP id x1csp2${DATE}`,
			{ from: null, fromAddress: null, by: '2002:a05:6a10:1234:b0:1', with: 'SMTP', tls: null }
		],
		[
			'Sendmail',
			`from x.example (x.example [192.0.2.3] (may be forged)) by s.example (8.17.1/8.17.1) with ESMTPS id 4AL (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO)${DATE}`,
			{
				...{ fromHost: 'x.example', fromAddress: '192.0.2.3', by: 's.example' },
				tls: { version: 'TLS 1.3', cipher: 'TLS_AES_256_GCM_SHA384' }
			}
		],
		[
			'qmail',
			`from unknown (HELO mail.x.example) (joe@192.0.2.3)  by 0 with (ECDHE-RSA-AES256-GCM-SHA384 encrypted) SMTP${DATE}`,
			{
				...{ from: 'unknown', fromHost: null, fromAddress: '192.0.2.3', by: '0', with: 'SMTP' },
				tls: { version: null, cipher: 'ECDHE-RSA-AES256-GCM-SHA384' }
			}
		],
		[
			'qmail, inside',
			'(qmail 1234 invoked from network); 21 Nov 2026 10:00:00 -0000',
			{ from: null, by: null, tls: null }
		],
		[
			'Dovecot',
			`from mx.demo.test ([127.0.0.1])\tby mx.demo.test with LMTP\tid abc\t(envelope-from <x@y.example>)\tfor <a@demo.test>${DATE}`,
			{ fromAddress: '127.0.0.1', by: 'mx.demo.test', with: 'LMTP', tls: null }
		]
	])('%s', (_server, line, expected) => expect(parseReceived(line)).toMatchObject({ ...expected, at: AT }));
});

describe('what a client says of itself is never its address', () => {
	test.each([
		[`from [127.0.0.1] (unknown [192.0.2.9]) by a with SMTP${DATE}`, '192.0.2.9'],
		[`from x (HELO 127.0.0.1) (192.0.2.9) by a with SMTP${DATE}`, '192.0.2.9'],
		[`from x (helo=[127.0.0.1]) by a with SMTP${DATE}`, null],
		[`from x ([192.0.2.9] helo=[127.0.0.1]) by a with SMTP${DATE}`, '192.0.2.9'],
		[`from by (unknown [192.0.2.9]) by a with SMTP${DATE}`, '192.0.2.9'],
		[`from x (unknown [999.0.2.9]) by a with SMTP${DATE}`, null]
	])('%s', (line, address) => expect(parseReceived(line).fromAddress).toBe(address));
});

test('nonsense gives nothing, soon', () => {
	fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseReceived(text)));
	for (const piece of ['(', 'from (', 'from by ', '[', '((', ' ', 'a', 'TLS', '1.', ':', 'cipher=', ';']) {
		expect(
			growth(50_000, (size) => parseReceived(piece.repeat(size))),
			piece
		).toBeLessThan(LINEAR);
	}
});

describe('the path', () => {
	const step = (host: string, second: number) =>
		`from ${host} (${host} [192.0.2.1]) by ${host} with SMTP id 1; Sat, 21 Nov 2026 10:00:${String(second).padStart(2, '0')} +0000`;

	test('oldest first, with the time each step took', () => {
		const { hops, left } = pathOf([step('c', 30), step('b', 5), step('a', 10)], 1, false);
		expect(left).toBe(0);
		expect(hops.map(({ by, ours, delayMs }) => [by, ours, delayMs])).toEqual([
			['a', false, null],
			// The clock of b is behind.
			['b', false, 0],
			['c', true, 25_000]
		]);
	});

	test('twenty thousand steps show both ends', () => {
		const lines = Array.from({ length: 20_000 }, (_, index) => step(`h${index}`, 1));
		const { hops, left } = pathOf(lines, 1, false);
		expect(hops).toHaveLength(50);
		expect(left).toBe(19_950);
		expect(hops[0]?.by).toBe('h19999');
		expect(hops.at(-1)).toMatchObject({ by: 'h0', ours: true });
		expect(hops[25]?.delayMs).toBeNull();
	});
});
