import { describe, expect, test } from 'vitest';
import { splitHeader } from '$lib/mail/header-fields';
import { leavingWays, listKey } from '$lib/mail/leaving';
import { parseMessageHeader } from '$lib/mail/message-header';
import { UNKNOWN_SENDER, type SenderTruth } from '$lib/mail/sender-truth';

const PROVED: SenderTruth = {
	...UNKNOWN_SENDER,
	standing: 'proved',
	authenticity: {
		source: 'server',
		by: 'mx',
		spf: null,
		dkim: [{ result: 'pass', domain: 'lists.test' }],
		dmarc: { result: 'pass', domain: 'lists.test' }
	}
};
const SIGNED = 'DKIM-Signature: v=1; d=Lists.test; h=From:List-Unsubscribe:\r\n\tList-Unsubscribe-Post; b=x';
const POST = 'List-Unsubscribe-Post: List-Unsubscribe=One-Click';
const HTTPS = 'https://lists.test/leave?u=1';
const listOf = (...lines: string[]) => parseMessageHeader(splitHeader(lines.join('\r\n'))).list;
const kinds = (list: ReturnType<typeof listOf>, truth = PROVED) =>
	leavingWays(list, truth).map(({ kind }) => kind);

describe('ways to leave a list', () => {
	test('one request, when a signature that holds covers both fields', () => {
		const list = listOf(`List-Unsubscribe: <${HTTPS}>, <mailto:leave@lists.test>`, POST, SIGNED);
		expect(leavingWays(list, PROVED)[0]).toEqual({ kind: 'post', url: HTTPS, host: 'lists.test' });
		expect(kinds(list)).toEqual(['post', 'mail', 'page']);
	});

	test.each<[string, string[], SenderTruth]>([
		['the sender is not proved', [POST, SIGNED], UNKNOWN_SENDER],
		[
			'proved by SPF alone',
			[POST, SIGNED],
			{ ...PROVED, authenticity: { ...PROVED.authenticity!, dkim: [] } }
		],
		['the signature leaves a field out', [POST, SIGNED.replace('List-Unsubscribe-Post', 'To')], PROVED],
		['another domain signed', [POST, SIGNED.replace('Lists.test', 'other.test')], PROVED],
		['no signature', [POST], PROVED]
	])('no request of ours when %s', (_, lines, truth) => {
		const list = listOf(`List-Unsubscribe: <${HTTPS}>`, ...lines);
		expect(leavingWays(list, truth)).toEqual([
			{ kind: 'page', url: HTTPS, host: 'lists.test', unproved: true }
		]);
	});

	test('plain http takes no POST, and without the second field there is a page', () => {
		expect(kinds(listOf(`List-Unsubscribe: <http://lists.test/leave>`, POST, SIGNED))).toEqual(['page']);
		expect(kinds(listOf(`List-Unsubscribe: <${HTTPS}>`, SIGNED))).toEqual(['page']);
	});

	test('a message with what the link says, in lines of its own kind', () => {
		const list = listOf(
			'List-Unsubscribe: <mailto:leave@lists.test?subject=off%0D%0ABcc:%20x@y.z&body=a%0Ab&bcc=v@w.x>'
		);
		expect(leavingWays(list, UNKNOWN_SENDER)).toEqual([
			{ kind: 'mail', address: 'leave@lists.test', subject: 'off Bcc: x@y.z', text: 'a\nb' }
		]);
		expect(kinds(listOf('List-Unsubscribe: <mailto:a@b.test,c@d.test>'))).toEqual([]);
	});

	test('names and passwords before the host, other schemes: no way', () => {
		expect(
			kinds(listOf('List-Unsubscribe: <https://bank.example@lists.test/>, <javascript:alert(1)>'))
		).toEqual([]);
	});

	test('a borrowed name is another list', () => {
		const id = 'List-Id: <harbour.lists.test>';
		const ours = listOf(id, `List-Unsubscribe: <${HTTPS}>`);
		const same = listOf(id, 'List-Unsubscribe: <https://LISTS.test/leave?u=2>');
		const forged = listOf(id, 'List-Unsubscribe: <https://evil.test/>');
		expect(listKey(same, 'a')).toBe(listKey(ours, 'b'));
		expect(listKey(forged, 'a')).not.toBe(listKey(ours, 'a'));
	});
});
