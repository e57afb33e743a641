import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '$lib/mail/address-list';
import { eachField, splitHeader } from '$lib/mail/header-fields';
import { ownTrace } from '$lib/mail/own-trace';
import { authenticityOf, standingOf } from '$lib/mail/standing';
import { LINEAR, growth } from '../growth.ts';

const ME = 'mx.example.test';
const names = { ids: new Set([ME]), hosts: new Set([ME, 'imap.example.test']) };
const OUTSIDE = `Received: from out.bank.example (out.bank.example [192.0.2.1])\r\n\tby ${ME} (Postfix) with ESMTPS id 4Zk; Sat, 21 Nov 2026 10:00:00 +0000\r\n`;
const LMTP = `Received: from ${ME} ([127.0.0.1])\r\n\tby store.example.test with LMTP id x (envelope-from <a@b>); Sat, 21 Nov 2026 10:00:01 +0000\r\n`;
const FOREIGN =
	'Received: from x (x [198.51.100.1]) by out.bank.example with ESMTP id 1; Sat, 21 Nov 2026 09:59:00 +0000\r\n';
const PASS = `Authentication-Results: ${ME}; dmarc=pass header.from=bank.example\r\n`;
const FAIL = `Authentication-Results: ${ME}; dmarc=fail header.from=bank.example\r\n`;
const FROM = 'From: ceo@bank.example\r\n';

function standing(header: string) {
	const { results } = ownTrace(eachField(header), names);
	const from = (splitHeader(header).all.get('from') ?? []).flatMap((value) => parseAddresses(value));
	return standingOf(from, authenticityOf(results));
}

describe('whose word counts', () => {
	test.each([
		['a filter put it right below our line', OUTSIDE + PASS + FROM, 'proved'],
		['a filter put it above our line', PASS + OUTSIDE + FROM, 'proved'],
		['delivered by LMTP on top of that', LMTP + OUTSIDE + PASS + FROM, 'proved'],
		['above all, with LMTP', PASS + LMTP + OUTSIDE + FROM, 'proved'],
		['between LMTP and our line', LMTP + PASS + OUTSIDE + FROM, 'proved'],
		[
			'back from a filter on the same machine',
			`Received: from localhost (localhost [127.0.0.1]) by ${ME} (Postfix) with ESMTP id 2; x\r\n` +
				`Received: from ${ME} ([127.0.0.1]) by localhost (amavis) with ESMTP id 3; x\r\n` +
				OUTSIDE +
				PASS +
				FROM,
			'proved'
		],
		[
			'from another host of ours, known by its name in the name service',
			`Received: from gw (${ME} [192.0.2.200]) by imap.example.test (Postfix) with ESMTPS id 2; x\r\n${OUTSIDE}${PASS}${FROM}`,
			'proved'
		],
		['in our name in any case', PASS.replace(ME, 'MX.Example.Test') + OUTSIDE + FROM, 'proved'],
		['below a line of somebody else', OUTSIDE + FOREIGN + PASS + FROM, 'unproved'],
		['below an invented line of ours', OUTSIDE + FOREIGN + OUTSIDE + PASS + FROM, 'unproved'],
		['below two lines of ours, one invented', OUTSIDE + OUTSIDE + PASS + FROM, 'unproved'],
		['in a message that nobody took in', PASS + FROM, 'unproved'],
		['in one that only moved inside', LMTP + PASS + FROM, 'unproved'],
		['when somebody else took it in', FOREIGN + PASS + FROM, 'unproved'],
		[
			'from a client that calls itself like us',
			`Received: from ${ME} (unknown [203.0.113.9]) by imap.example.test with ESMTP id 1; x\r\nReceived: from a (a [192.0.2.1]) by ${ME} with ESMTP; x\r\n${PASS}${FROM}`,
			'unproved'
		],
		[
			'from a client that calls itself by a loopback address',
			`Received: from [127.0.0.1] (unknown [203.0.113.9]) by ${ME} with ESMTP id 1; x\r\n${OUTSIDE}${PASS}${FROM}`,
			'unproved'
		],
		[
			'from a person who signed in on this machine',
			`Received: from me (localhost [127.0.0.1]) by ${ME} with ESMTPSA id 1; x\r\n${OUTSIDE}${PASS}${FROM}`,
			'unproved'
		],
		['the first has failed, a second passes', OUTSIDE + FAIL + PASS + FROM, 'failed'],
		['ours is above, a forged one below', FAIL + OUTSIDE + PASS + FROM, 'failed'],
		['in a name that begins like ours', PASS.replace(ME, `${ME}.evil.test`) + OUTSIDE + FROM, 'unproved'],
		['in a name that ends like ours', PASS.replace(ME, `x${ME}`) + OUTSIDE + FROM, 'unproved'],
		['in a comment', PASS.replace(ME, `evil.test (${ME})`) + OUTSIDE + FROM, 'unproved'],
		['in a quoted name', PASS.replace(ME, `"${ME} "`) + OUTSIDE + FROM, 'unproved'],
		['behind a comment', PASS.replace(ME, `(x) ${ME}`) + OUTSIDE + FROM, 'unproved'],
		[
			'quoted, which hides it from filters',
			PASS.replace(ME, '"mx.example\\.test"') + OUTSIDE + FROM,
			'unproved'
		],
		['with space before the colon', PASS.replace('Results:', 'Results :') + OUTSIDE + FROM, 'unproved'],
		['folded before the name', PASS.replace(': ', ':\r\n\t') + OUTSIDE + FROM, 'proved'],
		[
			'only said to have been said (ARC)',
			PASS.replace('Authentication-Results:', 'ARC-Authentication-Results: i=1;') + OUTSIDE + FROM,
			'unproved'
		],
		['of another sender', OUTSIDE + PASS.replaceAll('bank.example', 'evil.test') + FROM, 'unproved'],
		['of two senders', OUTSIDE + PASS + FROM + 'From: eve@evil.test\r\n', 'unproved'],
		['of two addresses in one', OUTSIDE + PASS + 'From: ceo@bank.example, eve@evil.test\r\n', 'unproved'],
		['of none', OUTSIDE + PASS + 'From: Bank\r\n', 'unproved'],
		['of nobody named', OUTSIDE + PASS.replace(' header.from=bank.example', '') + FROM, 'unproved']
	])('%s', (_what, header, expected) => expect(standing(header)).toBe(expected));
});

describe('what without a DMARC result', () => {
	const say = (results: string) => standing(`${OUTSIDE}Authentication-Results: ${ME}; ${results}\r\n${FROM}`);
	test.each([
		['dkim=pass header.d=bank.example', 'proved'],
		['dkim=pass header.i=@mail.bank.example', 'proved'],
		['dmarc=none; dkim=pass header.d=mail.bank.example; spf=fail', 'proved'],
		['dmarc=bestguesspass header.from=bank.example; dkim=pass header.d=bank.example', 'proved'],
		['dkim=pass header.d=evil.test', 'unproved'],
		['dkim=fail header.d=bank.example; dkim=pass header.d=list.test', 'unproved'],
		['dkim=pass', 'unproved'],
		['spf=pass smtp.mailfrom=bank.example', 'unproved'],
		['spf=softfail; dkim=fail header.d=bank.example', 'unproved'],
		['spf=fail; dkim=none', 'failed'],
		['spf=fail; dkim=fail header.d=bank.example', 'failed'],
		['dkim=fail header.d=bank.example', 'failed'],
		['spf=none; dkim=none', 'unproved'],
		['dmarc=temperror header.from=bank.example', 'unproved'],
		['dmarc=pass header.from=bank.example; dmarc=fail header.from=bank.example', 'failed'],
		['none', 'unproved']
	])('%s: %s', (results, expected) => expect(say(results)).toBe(expected));
});

test('registered names are not equal because they end alike', () => {
	const say = (from: string, signer: string) =>
		standing(`${OUTSIDE}Authentication-Results: ${ME}; dkim=pass header.d=${signer}\r\nFrom: a@${from}\r\n`);
	expect(say('a.co.uk', 'b.co.uk')).toBe('unproved');
	expect(say('ann.github.io', 'eve.github.io')).toBe('unproved');
	expect(say('bank.example', 'evilbank.example')).toBe('unproved');
	expect(say('b\u00fccher.example', 'xn--bcher-kva.example')).toBe('proved');
});

test('the messages of our own that lie about their sender are not proved', () => {
	const dir = 'tests/fixtures/mime';
	const items = JSON.parse(readFileSync(`${dir}/index.json`, 'utf8')) as {
		class: string;
		file: string;
	}[];
	const lies = items.filter(({ class: of }) => of === 'spoof-from' || of === 'auth-results');
	expect(lies.length).toBeGreaterThan(10);
	for (const { file } of lies) {
		const raw = readFileSync(`${dir}/${file}`, 'latin1');
		for (const header of [raw, OUTSIDE + raw, OUTSIDE + FAIL + raw])
			expect(standing(header), file).not.toBe('proved');
	}
});

test('whatever a stranger puts below our line proves nothing our server has not said', () => {
	const line = fc.constantFrom(PASS, FAIL, OUTSIDE, LMTP, FOREIGN, FROM, ' folded\r\n', 'x\r\n', ': \r\n');
	fc.assert(
		fc.property(fc.array(line), (below) => {
			expect(standing(FAIL + OUTSIDE + below.join(''))).toBe('failed');
			expect(standing(OUTSIDE + FOREIGN + below.join('') + FROM)).toBe('unproved');
		})
	);
});

test('twenty thousand lines cost no more than some hundred', () => {
	expect(growth(5000, (lines) => standing(LMTP.repeat(lines) + PASS + FROM))).toBeLessThan(LINEAR);
});
