import { describe, expect, test } from 'vitest';
import { parseListAddress, printListSearch, printQuery } from '$lib/client/list-address';

describe('the address of a list', () => {
	test.each(['', '?q=quay+wall', '?sort=from&order=asc', '?q=a&sort=size&show=unread'])(
		'%s says itself again',
		(search) => {
			expect(printListSearch(parseListAddress('INBOX', new URLSearchParams(search)))).toBe(search);
		}
	);

	test('nonsense is the plain list', () => {
		const address = parseListAddress('INBOX', new URLSearchParams('?sort=colour&order=up&show=me'));
		expect(address.order).toEqual({ sort: 'arrival', descending: true });
		expect(printListSearch(address)).toBe('');
	});

	test('unread mail is asked for in the words of the search', () => {
		expect(printQuery({ query: 'quay', unread: true })).toBe('is:unread quay');
	});
});
