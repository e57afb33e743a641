import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameInRow } from '../../../src/lib/mail/address.ts';
import { parseAddresses } from '../../../src/lib/mail/address-list.ts';
import { parseSubject } from '../../../src/lib/mail/message-header.ts';
import { UNKNOWN_SENDER, type SenderTruth } from '../../../src/lib/mail/sender-truth.ts';
import { cautionOf, replyElsewhere } from '../../../src/lib/mail/sender-warnings.ts';
import type { ListHeader } from '../../../src/lib/mail/structure.ts';

const NO_LIST: ListHeader = { id: null, post: null, unsubscribe: [], unsubscribePost: false, signedBy: [] };

interface Told {
	from: string;
	replyTo?: string;
	list?: string;
	known?: string[];
	truth?: Partial<SenderTruth>;
}
/** Headers come as bytes. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1');
const caution = ({ from, replyTo = '', list, known = [], truth = {} }: Told) =>
	cautionOf({
		header: {
			from: parseAddresses(utf8(from)),
			replyTo: parseAddresses(utf8(replyTo)),
			list: { ...NO_LIST, id: list ?? null }
		},
		truth: { ...UNKNOWN_SENDER, ...truth },
		own: 'ada@demo.example',
		known
	});
const kinds = (told: Told) => caution(told).warnings.map(({ kind, other }) => [kind, other]);

describe('a sender that deceives', () => {
	it.each<[Told, string, string]>([
		[{ from: '"support@bank.example" <x@evil.test>' }, 'name-address', 'support@bank.example'],
		[{ from: '"ceo\uff20demo.example" <x@evil.test>' }, 'name-address', 'ceo@demo.example'],
		[{ from: '"b\u200bob@bank.example" <x@evil.test>' }, 'name-address', 'bob@bank.example'],
		[{ from: '"www.bank.example" <x@evil.test>' }, 'name-host', 'www.bank.example'],
		[{ from: 'Paypal.com Service <x@evil.test>' }, 'name-host', 'paypal.com'],
		[{ from: 'Ada <x@dem\u043e.example>' }, 'look-alike', 'demo.example'],
		[{ from: 'Ada <x@derno.example>' }, 'look-alike', 'demo.example'],
		[{ from: 'Pay <x@paypa1.com>', known: ['service@paypal.com'] }, 'look-alike', 'paypal.com'],
		[{ from: 'Pay <x@p\u0430ypal.com>' }, 'mixed', 'p\u0430ypal.com'],
		[{ from: 'Fruit <x@xn--80ak6aa92e.com>' }, 'disguised', '\u0430\u0440\u0440\u04cf\u0435.com'],
		[{ from: 'Ann <a.nn@shop.example>', known: ['ann@shop.example'] }, 'near', 'ann@shop.example'],
		[{ from: 'a@one.example, b@two.example' }, 'several-from', 'b@two.example'],
		[{ from: 'Ben <x@evil.test>', truth: { namesake: 'ben@home.example' } }, 'namesake', 'ben@home.example'],
		[{ from: 'a@shop.example', replyTo: 'a@evil.test' }, 'reply-elsewhere', 'a@evil.test']
	])('%j: %s', (told, kind, other) => expect(kinds(told)).toEqual([[kind, other]]));

	it('has the strongest first', () => {
		const told = { from: '"ben@home.example" <x@derno.example>', replyTo: 'x@evil.test' };
		expect(caution(told).warnings.map(({ severity }) => severity)).toEqual(['bad', 'warn', 'note']);
	});

	it('is told when mail is signed otherwise than it used to be', () => {
		const passport = { firstSeen: 1, messages: 9, usuallySignedBy: 'bank.example', changed: true };
		expect(kinds({ from: 'a@bank.example', truth: { passport } })).toEqual([['changed', 'bank.example']]);
	});
});

describe('an honest sender', () => {
	it.each<Told>([
		{ from: 'Ingrid Solheim <ingrid@halden-sails.example>' },
		{ from: '"ingrid@halden-sails.example" <ingrid@halden-sails.example>' },
		{ from: '"ingrid@mail.shop.co.uk" <ingrid@shop.co.uk>' },
		{ from: 'Booking.com <noreply@mail.booking.com>' },
		{ from: 'Node.js Weekly <news@weekly.example>' },
		{ from: '"Dr. A. Smith, Ph.D." <a@uni.example>' },
		{ from: 'Anna.Kim <anna.kim@shop.example>' },
		{ from: 'Jane @ Acme <jane@acme.example>' },
		{ from: 'Ольга <olga@пример.рф>' },
		{ from: '田中 <tanaka@日本語.jp>' },
		{ from: 'x@shop.example', replyTo: 'y@mail.shop.example' },
		{ from: 'x@shop.example', replyTo: 'list@lists.example', list: 'list.lists.example' },
		{ from: '"a@b.example via list" <list@lists.example>', list: 'list.lists.example' },
		{ from: 'ann@shop.example', known: ['ann@shop.example', 'ann@paypal.com'] },
		{ from: 'ada@demo.example' },
		{ from: '' },
		{ from: 'Only a name' }
	])('%j', (told) => expect(kinds(told)).toEqual([]));

	it('is shown in its letters, with what name servers call it', () => {
		expect(caution({ from: 'x@xn--wgv71a119e.jp' })).toMatchObject({
			host: '日本語.jp',
			otherHost: 'xn--wgv71a119e.jp'
		});
		expect(caution({ from: 'x@shop.example' })).toMatchObject({ host: 'shop.example', otherHost: null });
	});

	it('may be anything at all', () => {
		const text = fc.string({ unit: 'binary', maxLength: 60 });
		fc.assert(
			fc.property(text, text, (from, replyTo) => {
				for (const { other } of caution({ from, replyTo }).warnings) expect(typeof other).toBe('string');
			})
		);
	});
});

describe('names in rows and titles', () => {
	it('gives the true address for a name that holds another', () => {
		expect(nameInRow({ name: 'support@bank.example', address: 'x@evil.test' })).toBe('x@evil.test');
		expect(nameInRow({ name: 'Ada', address: 'ada@demo.example' })).toBe('Ada');
		expect(nameInRow({ name: 'Jane @ Acme', address: 'jane@acme.example' })).toBe('Jane @ Acme');
		expect(nameInRow({ name: 'only', address: '' })).toBe('only');
	});

	it('loses the marks that turn its direction', () => {
		expect(parseAddresses(utf8('"\u202eadA\u202c" <a@b.example>'))[0]?.name).toBe('adA');
		expect(parseSubject(utf8('invoice \u202efdp.exe\u2069'))).toBe('invoice fdp.exe');
	});

	it('answers elsewhere only for another registered domain', () => {
		const at = (address: string) => ({ name: '', address });
		expect(replyElsewhere({ from: [at('a@x.example')], replyTo: [at('b@y.example')] })).toBe('b@y.example');
		expect(replyElsewhere({ from: [], replyTo: [at('b@y.example')] })).toBe(null);
	});
});
